/** Whether the sound was tested in this shift: kept in the browser, per person and post, for twelve hours. */
const KEPT = 'cg.sound-tested';
const SHIFT_MS = 12 * 3_600_000;

class ShiftTest {
  #tests = $state.raw<Record<string, number>>(read());

  isDone(user: string, post: string, now_ms: number): boolean {
    const at_ms = this.#tests[`${user} ${post}`];
    return at_ms !== undefined && now_ms - at_ms < SHIFT_MS;
  }
  done(user: string, post: string, now_ms: number): void {
    this.#tests = { ...this.#tests, [`${user} ${post}`]: now_ms };
    localStorage.setItem(KEPT, JSON.stringify(this.#tests));
  }
}

function read(): Record<string, number> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    return kept !== null && typeof kept === 'object' ? (kept as Record<string, number>) : {};
  } catch {
    return {};
  }
}

export const shiftTest = new ShiftTest();
