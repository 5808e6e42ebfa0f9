import type { RolloutRecord } from '../../rollout/record/record.ts';
import { Alias, aliasName, ownedAlias, PREVIEW_ALIAS } from '../../statemachine/contract/names.ts';
import type { TemplateResource } from '../ports.ts';
import type { AliasVersions } from '../prune/decide.ts';
import type { Service } from '../services.ts';
import { wrong, type Commands, type Finding } from './finding.ts';

/** What the function calls an alias: ours may have a prefix. */
function calledBy(name: string, prefix: string): string {
  const own = ownedAlias(name, '');
  return own === undefined ? name : aliasName(own, prefix);
}

export function aliasFindings(
  aliases: readonly AliasVersions[],
  { lastPromoted, rollout }: RolloutRecord,
  published: readonly string[],
  { aliasPrefix, functionName }: Service,
  { aws, own }: Commands,
): readonly Finding[] {
  const versionOf = (name: string) => aliases.find((alias) => alias.name === name)?.versions;
  const called = (name: string) => `--function-name ${functionName} --name ${calledBy(name, aliasPrefix)}`;
  const point = (name: Alias, version: string) =>
    `${aws} lambda update-alias ${called(name)} --function-version ${version}`;
  const missing = Object.values(Alias)
    .filter((name) => versionOf(name) === undefined)
    .map((name) =>
      wrong(
        'aliases',
        `${name} does not exist`,
        `${aws} lambda create-alias ${called(name)} --function-version ` +
          (lastPromoted ?? versionOf(Alias.production)?.[0] ?? '1'),
      ),
    );
  const split = aliases
    .filter(({ name, versions }) => versions.length > 1 && Object.values<string>(Alias).includes(name))
    .map(({ name, versions }) =>
      wrong(
        'aliases',
        `${name} splits its requests over versions ${versions.join(' and ')}; no release is possible meanwhile`,
        `${aws} lambda update-alias ${called(name)} --routing-config AdditionalVersionWeights={}`,
      ),
    );
  const [production] = versionOf(Alias.production) ?? [];
  const [canary] = versionOf(Alias.canary) ?? [];
  const moved =
    rollout === undefined && lastPromoted !== undefined && production !== undefined && production !== lastPromoted
      ? [
          published.includes(lastPromoted)
            ? wrong(
                'aliases',
                `production was moved by hand: it runs version ${production}, the last promotion left it at ` +
                  `${lastPromoted}. Go back, or release ${production} to make it official:`,
                point(Alias.production, lastPromoted),
              )
            : wrong(
                'aliases',
                `production runs version ${production}, the last promotion left it at ${lastPromoted}, which this ` +
                  'function does not have: a deploy put another one in its place, which no release has tried ' +
                  '(docs/operations.md#a-function-that-is-replaced). Deploy the former again; or, if this one is ' +
                  'good, go on with the next release',
              ),
        ]
      : [];
  const drifted =
    rollout !== undefined &&
    rollout.phase !== 'rolling back' &&
    rollout.kind === undefined &&
    canary !== undefined &&
    canary !== rollout.version
      ? [
          wrong(
            'aliases',
            `canary is at version ${canary}, the release that runs put it at ${rollout.version}; its next ` +
              'check rolls back. At once:',
            own('rollback --reason "alias canary was moved"'),
          ),
        ]
      : [];
  return [...missing, ...split, ...moved, ...drifted];
}

/**
 * Aliases of a service that never released anything, and yet are not where the template made them: `cdk deploy
 * --hotswap` with an older template, or a person. No record tells where they should be, so the template does.
 */
export function neverReleasedFindings(
  aliases: readonly AliasVersions[],
  { last, lastPromoted, newestTried, rollout }: RolloutRecord,
  template: Readonly<Record<string, TemplateResource>>,
  { aliasPrefix, functionName }: Service,
  { aws }: Commands,
): readonly Finding[] {
  if ([last, lastPromoted, newestTried, rollout].some((each) => each !== undefined)) return [];
  return aliases.flatMap(({ name, versions: [version] }) => {
    // The watchdog has it follow production from the first minute on.
    if (name === PREVIEW_ALIAS) return [];
    const called = calledBy(name, aliasPrefix);
    const made = madeAt(template, called);
    if (version === undefined || made.length === 0 || made.includes(version)) return [];
    return [
      wrong(
        'aliases',
        `${name} is at version ${version}, and no release put it there: the stack made it at ${made.join(' or ')}. ` +
          'Look which version is good, then',
        `${aws} lambda update-alias --function-name ${functionName} --name ${called} --function-version ${made[0]}`,
      ),
    ];
  });
}

/** Versions at which the template makes aliases of this name; one, unless several services differ. */
function madeAt(template: Readonly<Record<string, TemplateResource>>, name: string): readonly string[] {
  const versions = Object.values(template).flatMap(({ Type, Properties = {} }) =>
    Type === 'AWS::Lambda::Alias' && Properties['Name'] === name ? [String(Properties['FunctionVersion'])] : [],
  );
  return [...new Set(versions)];
}
