import type { ServerResponse } from 'node:http';
import { type Cancel, type Clock } from 'local-aws/clock';
import { SECURITY_HEADERS } from './guard.ts';
import type { Update } from './model/protocol.ts';
import { type Picture, Updates } from './updates.ts';

/** Between two updates, in milliseconds of the wall's clock. */
const PUSH_MS = 200;
/** A page that takes so little that this much waits for it is let go: it comes again and hears everything anew. */
const MOST_WAITING_BYTES = 4_000_000;
/** Pages at once; a browser opens six streams to one address at most. */
const MOST_PAGES = 24;
/** What the browser waits before it comes again, in milliseconds. */
const RETRY_MS = 1_000;

/** Tells pages what changes, as server-sent events. Without a page it does nothing. */
export class Feed {
  private readonly pages = new Map<ServerResponse, Updates>();
  private readonly picture: () => Picture;
  private readonly clock: Clock;
  private cancel: Cancel = () => undefined;
  private ended = false;

  /** @param picture made at each update while there is a page, and when one comes */
  constructor(picture: () => Picture, clock: Clock) {
    this.picture = picture;
    this.clock = clock;
  }

  add(response: ServerResponse): void {
    if (this.pages.size >= MOST_PAGES || this.ended) {
      response.writeHead(503, SECURITY_HEADERS).end();
      return;
    }
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream' });
    response.write(`retry: ${RETRY_MS}\n\n`);
    response.once('close', () => this.pages.delete(response));
    const updates = new Updates();
    this.pages.set(response, updates);
    write(response, updates.next(this.picture()));
    if (this.pages.size === 1) this.pushLater();
  }

  /** Tells every page that nothing more will come, so that it does not look for the cloud in vain. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.cancel();
    if (this.pages.size === 0) return;
    const picture = this.picture();
    for (const [response, updates] of this.pages) {
      write(response, { ...updates.next(picture), ended: true });
      response.end();
    }
  }

  private pushLater(): void {
    this.cancel();
    this.cancel = this.clock.schedule(PUSH_MS, () => {
      if (this.pages.size === 0) return;
      const picture = this.picture();
      for (const [response, updates] of this.pages) {
        if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
        else write(response, updates.next(picture));
      }
      this.pushLater();
    });
  }
}

function write(response: ServerResponse, update: Update): void {
  response.write(`data: ${JSON.stringify(update)}\n\n`);
}
