import { describe, expect, it } from 'vitest';
import { draftOf, drawnFootprint, emptyForm, formOf, problemsOf, readLength, repeated, type DraftForm } from './form';
import { corner } from './ring';

const NOW = Date.UTC(2026, 2, 18, 8, 42);
function complete(): DraftForm {
  const form = emptyForm(NOW, 'en');
  form.activity_class = 'uav';
  form.crew = 'unmanned';
  form.controlling_post = 'airspace';
  form.recipients = [{ party: 'B', mode: 'keep' }];
  const volume = form.volumes[0]!;
  volume.rings = [[corner(36.349, 32.3), corner(36.8, 32.36), corner(37.05, 32.86), corner(36.62, 32.8)]];
  volume.lower = { figure: '1500', kind: 'FT AMSL' };
  volume.upper = { figure: '080', kind: 'FL' };
  return form;
}
const fields = (form: DraftForm): string[] => problemsOf(form, NOW).map((p) => p.field);

describe('the announce form', () => {
  it('is not late by default', () => {
    const draft = draftOf(complete());
    expect(draft.notice.volumes[0]!.from_ms - NOW).toBeGreaterThan(24 * 3_600_000);
  });
  it('goes through a draft and back unchanged', () => {
    const form = complete();
    form.translations = { ar: { text: 'نص', made_by: 'human' } };
    expect(problemsOf(form, NOW)).toEqual([]);
    expect(draftOf(formOf(draftOf(form)))).toEqual(draftOf(form));
  });
  it('circle and corridor go through as well', () => {
    const form = complete();
    form.volumes[0] = { ...form.volumes[0]!, shape: 'circle', center: corner(37, 33), radius: { figure: '5', unit: 'NM' } };
    expect(draftOf(form).notice.volumes[0]!.footprint).toEqual({ type: 'circle', center: corner(37, 33), radius_tmm: 92_600_000 });
    form.volumes[0] = { ...form.volumes[0]!, shape: 'corridor', path: [corner(37, 33), corner(38, 33)], width: { figure: '800', unit: 'm' } };
    expect(draftOf(formOf(draftOf(form)))).toEqual(draftOf(form));
  });
  it('names every field that is missing', () => {
    expect(fields(emptyForm(NOW, 'en'))).toEqual(['class', 'crew', 'v0-r0-c0', 'v0-upper', 'post']);
  });
  it('names an unread corner, a crossing, a band upside down and a window that ends first', () => {
    const form = complete();
    const volume = form.volumes[0]!;
    volume.rings[0]![2] = null;
    expect(fields(form)).toEqual(['v0-r0-c2']);
    volume.rings = [[corner(37, 33), corner(38, 34), corner(38, 33), corner(37, 34)]];
    volume.upper = { figure: '1000', kind: 'FT AMSL' };
    volume.until = volume.from;
    expect(problemsOf(form, NOW).map((p) => p.key)).toEqual(['an-problem-crossing', 'an-problem-band', 'an-problem-window']);
  });
  it('a cancellation asks only which notice', () => {
    const form = emptyForm(NOW, 'en');
    form.action = 'cancel';
    expect(fields(form)).toEqual(['entity']);
  });
  it('reads lengths and refuses what is none', () => {
    expect(readLength({ figure: '14.8', unit: 'km' })).toBe(148_000_000);
    expect(readLength({ figure: '1 200', unit: 'm' })).toBe(12_000_000);
    for (const figure of ['', '0', '-1', '1,5', 'NaN', '1e3']) expect(readLength({ figure, unit: 'm' })).toBeNull();
  });
  it('repeats a volume in later windows, each on its own', () => {
    const volume = complete().volumes[0]!;
    const copies = repeated(volume, 86_400_000, 3);
    expect(copies.map((c) => c.from)).toEqual(['2026-03-20 10:00', '2026-03-21 10:00', '2026-03-22 10:00']);
    copies[0]!.rings[0]!.pop();
    expect(volume.rings[0]).toHaveLength(4);
    expect(repeated({ ...volume, from: 'x' }, 1, 2)).toEqual([]);
  });
  it('draws what is there', () => {
    const volume = complete().volumes[0]!;
    volume.rings[0]![1] = null;
    expect(drawnFootprint(volume)).toMatchObject({ type: 'polygon' });
    expect(drawnFootprint({ ...volume, shape: 'circle' })).toBeNull();
  });
});
