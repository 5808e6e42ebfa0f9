import type { ReleaseView } from './protocol.ts';

/** `19:35:02`, in the time zone of the machines: UTC. */
export function timeOfDay(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** `0:08`, `12:30`, `1:02:03` */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** The release's label, or the version's number where it has none. */
export function labelOf(version: string, { versions }: Pick<ReleaseView, 'versions'>): string {
  const release = versions.find((known) => known.version === version)?.release ?? '';
  return release === '' ? `version ${version}` : release;
}

/** At most four digits, as a chart has room for. */
export function figure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 2 });
}

/** The first line of what a handler or CloudWatch wrote. */
export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** A failed Lambda function leaves JSON as its cause; the message in it is what a person wants. */
export function causeText(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}
