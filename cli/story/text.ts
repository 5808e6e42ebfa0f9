/** `+06:30` after the start, `-00:12` before it; with hours only when there are some. */
export function sinceStart(at: number, startedAt: number): string {
  return `${at < startedAt ? '-' : '+'}${clockTime(Math.abs(at - startedAt) / 1000)}`;
}

/** `26:41`, `1:02:03`: whole seconds, rounded down. */
export function clockTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** The same without a leading zero, as a page shows durations: `0:08`, `12:30`, `1:02:03`. */
export function duration(milliseconds: number): string {
  return clockTime(Math.max(0, milliseconds / 1000)).replace(/^0/, '');
}

/** `19:35:02`, in the time zone of the machines: UTC. */
export function timeOfDay(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `12,345` */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Whole milliseconds, or tenths of small ones. */
export function milliseconds(value: number | undefined): string {
  return value === undefined ? '-' : `${value < 10 ? value.toFixed(1) : count(Math.round(value))} ms`;
}

/** The first line of a text, at most `length` characters of it. */
export function headline(text: string, length = Infinity): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** The label of a release, or `version 7` where it has none. */
export function releaseName(version: string, label = ''): string {
  return label === '' ? `version ${version}` : label;
}

/** `[###-------]`: a bar of ten for where there are no colours. */
export function plainBar(percent: number): string {
  const filled = Math.round(percent / 10);
  return `[${'#'.repeat(filled)}${'-'.repeat(10 - filled)}]`;
}

/** Lines of at most `width` characters, broken at spaces; a word that is longer is cut into pieces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \n]+/).flatMap((each) => pieces(each, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  return word.match(new RegExp(`.{1,${Math.max(1, width)}}`, 'gu')) ?? [];
}
