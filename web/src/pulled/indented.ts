/** The text of an object with a line for each member; as it came where it is no JSON. Marks that turn a line about are shown as codes. */
import { visibleText } from '../phrase/say';

export function indented(text: string): string {
  try {
    return visibleText(JSON.stringify(JSON.parse(text), null, 2));
  } catch {
    return visibleText(text);
  }
}
