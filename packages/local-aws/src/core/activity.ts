/**
 * What takes wall time: code that runs, requests and deployments under way. A virtual clock stands still while there
 * is any.
 */
export class Activity {
  private underWay = 0;
  private waiting: (() => void)[] = [];

  /** Something begins. @returns ends it; calling it again does nothing */
  begin(): () => void {
    this.underWay++;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      if (--this.underWay === 0) this.waiting.splice(0).forEach((resume) => resume());
    };
  }

  /** Waits until nothing is under way. @returns whether there was anything to wait for */
  async settle(): Promise<boolean> {
    if (this.underWay === 0) return false;
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
    });
    return true;
  }
}
