import type { VirtualCloud } from 'local-aws';
import { type Certificate, certificateSchema } from '../../../cli/certify/certificate.ts';
import { runProgram } from '../../../cli/program.ts';
import { operatorHost } from './operator-host.ts';

export interface Certified {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** What was written; undefined where nothing was. */
  readonly certificate: Certificate | undefined;
}

/**
 * Runs `certify` against a cloud whose clock stands still but for its pauses: each is a second there.
 * @param meanwhile at each pause, with the seconds that have passed; may interrupt, as Ctrl-C does
 */
export async function certifyAgainst(
  cloud: VirtualCloud,
  args: readonly string[],
  meanwhile: (seconds: number, interrupt: () => void) => void = () => undefined,
): Promise<Certified> {
  const controller = new AbortController();
  const { host, written } = operatorHost(cloud);
  const files = new Map<string, string>();
  let seconds = 0;
  const status = await runProgram(['certify', ...args], {
    ...host,
    sleep: async (_ms, signal) => {
      await cloud.advance(1);
      meanwhile(++seconds, () => controller.abort(new Error('SIGINT')));
      signal.throwIfAborted();
    },
    signal: controller.signal,
    files: { read: (path) => files.get(path), write: (path, text) => void files.set(path, text) },
  });
  const [text] = files.values();
  return {
    status,
    ...written,
    certificate: text === undefined ? undefined : certificateSchema.parse(JSON.parse(text)),
  };
}
