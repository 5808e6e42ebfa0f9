import { previewBelongs } from '../../rollout/lambda/preview.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { Alias, aliasName, PREVIEW_ALIAS } from '../../statemachine/contract/names.ts';
import type { AliasVersions } from '../prune/decide.ts';
import type { Service } from '../services.ts';
import { wrong, type Commands, type Finding } from './finding.ts';

/** What testers reach, where they have a way of their own; nothing where they have none. */
export function previewFindings(
  aliases: readonly AliasVersions[],
  record: RolloutRecord,
  { aliasPrefix, functionName, previewHeader }: Service,
  { aws }: Commands,
): readonly Finding[] {
  if (previewHeader === undefined) return [];
  const versionsOf = (name: string) => aliases.find((alias) => alias.name === name)?.versions;
  const [production] = versionsOf(Alias.production) ?? [];
  const belongs = previewBelongs(record);
  const at = belongs === 'production' ? production : belongs.at;
  const found = versionsOf(PREVIEW_ALIAS);
  if (at === undefined || (found?.length === 1 && found[0] === at)) return [];
  const what = { 'function-name': functionName, name: aliasName(PREVIEW_ALIAS, aliasPrefix), 'function-version': at };
  const flags = Object.entries(what).map(([flag, value]) => `--${flag} ${value}`);
  if (found === undefined)
    return [
      wrong(
        'preview',
        `alias ${PREVIEW_ALIAS} does not exist: no release can be claimed, for it cannot be shown to testers`,
        [`${aws} lambda create-alias`, ...flags].join(' '),
      ),
    ];
  const released = record.rollout !== undefined && belongs !== 'production';
  return [
    wrong(
      'preview',
      `testers reach version ${found.join(' and ')}, expected ${at}, ` +
        `${released ? 'which is being released' : 'which production runs'}. The watchdog puts it back each minute; ` +
        'is it still so after two?',
      [`${aws} lambda update-alias`, ...flags, '--routing-config AdditionalVersionWeights={}'].join(' '),
    ),
  ];
}
