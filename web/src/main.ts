/** Entry: restore language and theme, ask for the session, mount the page. */
import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { drill } from './drill/drill.svelte';
import { look } from './lib/lang.svelte';
import { room } from './lib/store.svelte';

await look.restore();
await drill.start();
const place = document.getElementById('app');
if (place === null) throw new Error('the page has no #app');
mount(App, { target: place });
await room.start();
