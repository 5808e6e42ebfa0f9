import { IN_LIST, LEFT_OUT, NO_TIME, type NoFault, inFile } from './mutant.ts';

/** Of the other decisions. */
export const IN_DECISIONS: readonly NoFault[] = [
  ...inFile('rollout/bake/verdict.ts', [
    '[]',
    IN_LIST,
    'a text is no comparison: it condemns nothing and tells nothing',
  ]),
  ...inFile('rollout/claim/without-data.ts', [
    'configuredAt?.toISOString',
    'configuredAt.toISOString',
    'only alarms that have the time come this far',
  ]),
  ...inFile(
    'rollout/hooks/turn.ts',
    ['due < until', 'due <= until', 'where both are the same time'],
    ['bakedAt > until', 'bakedAt >= until', 'where both are the same time'],
    ['bakedAt !== undefined', 'true', NO_TIME],
  ),
  ...inFile('rollout/issues.ts', ['/, received .*$/', '/, received .*/', 'what zod says has one line']),
  ...inFile(
    'rollout/pause/answer.ts',
    ['startedAt !== undefined', 'true', NO_TIME],
    ['[]', IN_LIST, 'a text is no weight'],
    ['by !== undefined', 'true', LEFT_OUT],
    ['reason !== undefined', 'true', LEFT_OUT],
    ['paused !== undefined', 'true', NO_TIME],
  ),
  ...inFile('rollout/pause/decide.ts', ["standing === 'waits'", 'true', 'what begins with a check waits']),
  ...inFile('rollout/pause/reasons.ts', ['[]', IN_LIST, 'a text is no hook: it has no onError']),
  ...inFile('rollout/pause/stored.ts', ['stored !== undefined', 'true', 'there is no reason of the name undefined']),
  ...inFile('rollout/rollback/target.ts', [
    "'id' in trigger",
    'true',
    'the others have no id, which is undefined as well',
  ]),
  ...inFile('rollout/rollback/watchdog.ts', ['until !== undefined', 'true', NO_TIME]),
  ...inFile('rollout/time.ts', [
    '/([+-]\\d{2})(\\d{2})$/',
    [
      '/([+-]\\d{2})(\\d{2})/',
      '/([^+-]\\d{2})(\\d{2})$/',
      '/([+-]\\d)(\\d{2})$/',
      '/([+-]\\D{2})(\\d{2})$/',
      '/([+-]\\d{2})(\\d)$/',
      '/([+-]\\d{2})(\\D{2})$/',
    ],
    'V8 reads an offset without its colon as well; ECMAScript does not promise it',
  ]),
];
