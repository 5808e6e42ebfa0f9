import type { Duplex } from 'node:stream';
import { Outbox } from './outbox.ts';

/** Takes what came: what it is, in words, and the text that it is about. */
export type OnFrame = (words: readonly string[], text: string) => void;

/**
 * Texts between two processes, over a pipe, as they are: JSON inside of JSON would be written and read twice. Before
 * each go a few words that say what it is, and its length. All of one turn of the event loop is written at once.
 */
export class Channel {
  private readonly pipe: Duplex;
  private readonly onFrame: OnFrame;
  private readonly outbox: Outbox<string>;
  /** What came of a frame that is not whole yet. */
  private rest = '';
  /** The words before the text that is awaited. */
  private words: readonly string[] | undefined;

  /** @param pipe that is nobody else's. What is written after the other process has gone is lost, without an error */
  constructor(pipe: Duplex, onFrame: OnFrame) {
    this.pipe = pipe;
    this.onFrame = onFrame;
    this.outbox = new Outbox((frames) => void (pipe.writable && pipe.write(frames.join(''))));
    pipe.setEncoding('utf8');
    pipe.on('data', (chunk: string) => this.read(chunk));
    pipe.on('error', () => undefined);
  }

  /**
   * Sends it before the event loop waits for anything again.
   * @param words without spaces and line breaks in them, and with one space between any two
   */
  post(words: string, text = ''): void {
    this.outbox.post(`${words} ${text.length}\n${text}`);
  }

  /** Sends at once what there is. @param sent hears when the system has taken it */
  flush(sent?: () => void): void {
    this.outbox.flush();
    if (sent !== undefined) this.pipe.write('', sent);
  }

  private read(chunk: string): void {
    const text = this.rest + chunk;
    let at = 0;
    for (;;) {
      if (this.words === undefined) {
        const end = text.indexOf('\n', at);
        if (end === -1) break;
        this.words = text.slice(at, end).split(' ');
        at = end + 1;
      }
      const { words } = this;
      const end = at + Number(words.at(-1));
      if (text.length < end) break;
      this.words = undefined;
      this.onFrame(words, text.slice(at, end));
      at = end;
    }
    this.rest = text.slice(at);
  }
}
