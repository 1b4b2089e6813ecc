/**
 * The page's sound: one audio context, opened by the first press, because browsers hold sound back until then.
 * `state` says whether it can be heard, so that the page can say so in words. It decides nothing about alarms.
 */
import type { Tone } from './order';
import { gainOf, lengthOf, samples } from './tones';

export type SoundState = 'held' | 'ready' | 'none';
const KEPT = 'cg.volume';
const UNLOCKS = ['pointerdown', 'keydown'] as const;

class Sound {
  state = $state<SoundState>('held');
  /** 0 to 1, as set by the reader; a FLASH has a floor. */
  volume = $state(0.7);
  /** True while the two-tone of a FLASH repeats. */
  flash = $state(false);

  #context: AudioContext | null = null;
  #loop: { source: AudioBufferSourceNode; gain: GainNode } | null = null;
  /** What repeats: the two-tone, or the pips of a drill. */
  #loopTone: Tone = 'flash';
  #buffers = new Map<Tone, AudioBuffer>();

  /** Called once when the page starts. The first press anywhere lets the sound out. */
  start(): void {
    const kept = Number(localStorage.getItem(KEPT) ?? '0.7');
    if (Number.isFinite(kept)) this.volume = Math.min(1, Math.max(0, kept));
    if (typeof AudioContext === 'undefined') {
      this.state = 'none';
      return;
    }
    for (const name of UNLOCKS) addEventListener(name, this.#press, { capture: true });
    if (navigator.userActivation?.hasBeenActive === true) this.unlock();
  }

  readonly #press = (): void => this.unlock();

  unlock(): void {
    if (this.state === 'none') return;
    try {
      this.#context ??= this.#open();
    } catch {
      this.state = 'none';
      return;
    }
    void this.#context.resume().then(() => this.#follow()).catch(() => undefined);
  }

  #open(): AudioContext {
    const made = new AudioContext();
    made.onstatechange = () => this.#follow();
    return made;
  }

  #follow(): void {
    const is = this.#context?.state === 'running';
    this.state = is ? 'ready' : 'held';
    if (!is) return;
    for (const name of UNLOCKS) removeEventListener(name, this.#press, { capture: true });
    if (this.flash && this.#loop === null) this.#startLoop();
  }

  setVolume(volume: number): void {
    this.volume = volume;
    localStorage.setItem(KEPT, String(volume));
    if (this.#loop !== null) this.#loop.gain.gain.value = gainOf('flash', volume);
  }

  /** Begin or end the two-tone. It is remembered while the browser holds the sound back. */
  setFlash(on: boolean, tone: Tone = 'flash'): void {
    if (this.#loop !== null && tone !== this.#loopTone) {
      this.#loop.source.stop();
      this.#loop = null;
    }
    this.#loopTone = tone;
    this.flash = on;
    if (on && this.#loop === null) this.#startLoop();
    if (!on && this.#loop !== null) {
      this.#loop.source.stop();
      this.#loop = null;
    }
  }

  #startLoop(): void {
    this.#loop = this.#begin(this.#loopTone, true);
  }

  /** Play a tone once. A FLASH is played for one round of its two tones. */
  play(tone: Tone): void {
    this.#begin(tone, false);
  }

  #begin(tone: Tone, loop: boolean): { source: AudioBufferSourceNode; gain: GainNode } | null {
    const context = this.#context;
    if (context === null || context.state !== 'running') return null;
    const source = new AudioBufferSourceNode(context, { buffer: this.#buffer(context, tone), loop });
    const gain = new GainNode(context, { gain: gainOf(tone, this.volume) });
    source.connect(gain).connect(context.destination);
    source.start();
    return { source, gain };
  }

  #buffer(context: AudioContext, tone: Tone): AudioBuffer {
    let made = this.#buffers.get(tone);
    if (made === undefined) {
      const rate_hz = context.sampleRate;
      made = new AudioBuffer({ length: Math.round(lengthOf(tone) * rate_hz), sampleRate: rate_hz, numberOfChannels: 1 });
      made.copyToChannel(samples(tone, rate_hz), 0);
      this.#buffers.set(tone, made);
    }
    return made;
  }
}

export const sound = new Sound();
