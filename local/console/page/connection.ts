import { CONSOLE_HEADER } from '../model/header.ts';
import type { Control } from '../model/commands.ts';
import type { ExecutionDetail, Update } from '../model/protocol.ts';

export interface Hearing {
  readonly update: (update: Update) => void;
  /** Nothing is heard any more; the browser tries again by itself. */
  readonly lost: () => void;
}

/** Listens for updates, again and again. A cloud that comes after one that ended, at the same address, is found too. */
export function listen({ update, lost }: Hearing): void {
  let source: EventSource;
  const open = () => {
    source = new EventSource('/events');
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const heard = JSON.parse(data) as Update;
      update(heard);
      if (heard.ended !== true) return;
      source.close();
      setTimeout(open, NEXT_CLOUD_MS);
    });
    source.addEventListener('error', () => {
      lost();
      // A browser gives up for good when the answer is no stream, as while another program has the port.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_MS);
    });
  };
  open();
}

const AGAIN_MS = 2_000;
/** Nobody is missing a cloud that has said that it ends: looking for the next may take its time. */
const NEXT_CLOUD_MS = 5_000;

/** What has happened in an execution after an event; undefined when nobody answers. */
export function askForExecution(arn: string, after: number): Promise<ExecutionDetail | undefined> {
  return ask('/execution', { arn, after: String(after) });
}

/** What a machine would do; undefined when nobody answers. */
export function askForMachine(arn: string): Promise<ExecutionDetail | undefined> {
  return ask('/machine', { arn });
}

async function ask(path: string, query: Readonly<Record<string, string>>): Promise<ExecutionDetail | undefined> {
  try {
    const response = await fetch(`${path}?${new URLSearchParams(query).toString()}`);
    return response.ok ? ((await response.json()) as ExecutionDetail) : undefined;
  } catch {
    return undefined;
  }
}

/** @throws Error in the cloud's own words when it is refused */
export async function perform(control: Control): Promise<void> {
  const response = await fetch('/control', {
    method: 'POST',
    headers: { 'content-type': 'application/json', [CONSOLE_HEADER]: '1' },
    body: JSON.stringify(control),
  });
  if (response.ok) return;
  const { error } = (await response.json()) as { error?: string };
  throw new Error(error ?? `status ${response.status}`);
}
