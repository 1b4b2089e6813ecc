/**
 * The conversion that made a hit in height, in the chosen language. The node names it in fixed English forms;
 * a form that is not known is shown as it came.
 */

export interface Conversion { key: string; args: Record<string, string>; raw: string }

const FORMS: [RegExp, string, string[]][] = [
  [/^AGL by elevation bounds (\S+?)\.\.(\S+) m$/, 'ov-conv-agl', ['low', 'high']],
  [/^AMSL by geoid \+-(\S+) m$/, 'ov-conv-amsl', ['m']],
  [/^FL by pressure (\S+?)\.\.(\S+) hPa, temperature \+-(\S+) %$/, 'ov-conv-fl', ['low', 'high', 'percent']],
];

/** `AGL by elevation bounds -430..2814 m; AMSL by geoid +-110 m` as one entry for each conversion. */
export function conversions(text: string): Conversion[] {
  return text.split('; ').filter((part) => part !== '').map((raw) => {
    for (const [form, key, names] of FORMS) {
      const found = form.exec(raw);
      if (found) return { key, raw, args: Object.fromEntries(names.map((name, i) => [name, found[i + 1]!.replace('-', '\u2212')])) };
    }
    return { key: '', args: {}, raw };
  });
}
