import { describe, expect, it } from 'vitest';
import { conversions } from './conversion';

describe('the conversion that made a hit', () => {
  it('reads each form of the node', () => {
    const text = 'AGL by elevation bounds -430..2814 m; AMSL by geoid +-110 m; FL by pressure 980..1040 hPa, temperature +-12.5 %';
    expect(conversions(text)).toMatchObject([
      { key: 'ov-conv-agl', args: { low: '−430', high: '2814' } },
      { key: 'ov-conv-amsl', args: { m: '110' } },
      { key: 'ov-conv-fl', args: { low: '980', high: '1040', percent: '12.5' } },
    ]);
  });
  it('leaves another form as it came', () => {
    expect(conversions('W84 by something else')).toMatchObject([{ key: '', raw: 'W84 by something else' }]);
    expect(conversions('')).toEqual([]);
  });
});
