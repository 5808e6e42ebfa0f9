import { connect, type Socket } from 'node:net';

export interface LoadResult {
  readonly perSecond: number;
  /** Answers by the value of the counted header; '' without one. */
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * Asks for `requests` answers over connections that are kept, each with one request under way: a client that costs next
 * to nothing, so that the server is what is measured. Answers need a content-length.
 * @param header lower-case name of the header whose values are counted
 * @throws Error when a connection breaks or an answer is no 200
 */
export async function askMany(
  url: string,
  { connections, requests, header }: { connections: number; requests: number; header: string },
): Promise<LoadResult> {
  const { hostname, port, pathname } = new URL(url);
  const text = `GET ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`;
  const counts = new Map<string, number>();
  let left = requests;
  const startedAt = performance.now();
  const lane = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      const next = () => {
        if (left-- > 0) return void socket.write(text);
        socket.destroy();
        return resolve();
      };
      socket
        .once('connect', next)
        .once('error', reject)
        .once('end', () => reject(new Error(`${url} closed a connection`)));
      onAnswers(socket, (head) => {
        if (!head.startsWith('HTTP/1.1 200 '))
          return void socket.destroy(new Error(`${url} answered ${head.split('\r\n')[0]}`));
        const value = headerOf(head, header) ?? '';
        counts.set(value, (counts.get(value) ?? 0) + 1);
        next();
      });
    });
  await Promise.all(Array.from({ length: connections }, lane));
  return { perSecond: (1000 * requests) / (performance.now() - startedAt), counts };
}

function onAnswers(socket: Socket, answered: (head: string) => void): void {
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = text.slice(0, end);
    if (text.length < end + 4 + Number(headerOf(head, 'content-length') ?? 0)) return;
    text = '';
    answered(head);
  });
}

function headerOf(head: string, name: string): string | undefined {
  const at = head.toLowerCase().indexOf(`\r\n${name}: `);
  return at === -1 ? undefined : head.slice(at + name.length + 4).split('\r\n', 1)[0];
}
