// Not the global one, which the code of a function may replace.
import { setImmediate } from 'node:timers';

/**
 * Collects the messages of one turn of the event loop and sends them as one: every message between processes costs a
 * system call on either side and wakes the other process, which is dearer than all that is in it.
 */
export class Outbox<Message> {
  private readonly send: (messages: readonly Message[]) => void;
  private waiting: Message[] = [];

  constructor(send: (messages: readonly Message[]) => void) {
    this.send = send;
  }

  /** Sends it before the event loop waits for anything again. */
  post(message: Message): void {
    if (this.waiting.push(message) === 1) setImmediate(() => this.flush());
  }

  /** Sends at once what there is. */
  flush(): void {
    if (this.waiting.length === 0) return;
    const messages = this.waiting;
    this.waiting = [];
    this.send(messages);
  }
}
