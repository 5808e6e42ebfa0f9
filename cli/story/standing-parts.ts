import { Alias } from '../../statemachine/contract/names.ts';
import { shortNames } from './short-names.ts';
import { type Colors, hanging } from './story-lines.ts';

/** Parts of what a terminal redraws, of a release on AWS or on a laptop. */

/** `██████░░░░`: how much of it is done. */
export function bar(colors: Colors, share: number, color: (text: string) => string, width = 20): string {
  const filled = Math.round(share * width);
  return color('█'.repeat(filled)) + colors.dim('░'.repeat(width - filled));
}

/** Whom an alarm watches; its name begins with it. */
export type AlarmOwner = typeof Alias.canary | typeof Alias.production | 'other';

export function ownerOf(alarm: string): AlarmOwner {
  return [Alias.canary, Alias.production].find((alias) => alarm.startsWith(`${alias}-`)) ?? 'other';
}

/** A space at which no line is broken: an alarm stays beside its state. */
const TOGETHER = '\u00A0';
const STATE_TEXT: Readonly<Record<string, string>> = { INSUFFICIENT_DATA: 'no data' };

/** `canary alarms:     errors ALARM, duration OK`: a paragraph for each owner that has alarms. */
export function alarmLines(
  colors: Colors,
  alarms: readonly { readonly name: string; readonly state: string }[],
  owners: readonly AlarmOwner[],
  columns: number,
): string[] {
  const names = alarms.map(({ name }) => name);
  return owners.flatMap((owner) => {
    const texts = alarms
      .filter(({ name }) => ownerOf(name) === owner)
      .map(({ name, state }) => {
        const short = shortNames(name, names);
        const own = owner === 'other' ? short : short.slice(owner.length + 1);
        return `${own} ${STATE_TEXT[state] ?? state}`.replaceAll(' ', TOGETHER);
      });
    if (texts.length === 0) return [];
    return hanging(`${owner} alarms: `.padEnd(19), texts.join(', '), columns, colors.dim).map((line) =>
      line.replaceAll(TOGETHER, ' ').replaceAll(/\bALARM\b/g, colors.red('ALARM')),
    );
  });
}
