/** One thing at a time that a key sets off: whether it is under way, and what came of it where it was refused. */
export class Acting {
  busy = $state(false);
  error = $state.raw<unknown>(null);

  /** Do it; afterwards, where it succeeded, `then`. Never throws: a refusal stands in `error`. */
  async run<R>(what: () => Promise<R>, then?: (done: R) => void): Promise<void> {
    this.busy = true;
    this.error = null;
    try {
      const done = await what();
      then?.(done);
    } catch (refused) {
      this.error = refused;
    } finally {
      this.busy = false;
    }
  }
}
