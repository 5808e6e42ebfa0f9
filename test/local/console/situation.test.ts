import { expect, test } from 'vitest';
import { situation } from '../../../local/console/model/situation.ts';
import { alarm, execution, parts, record } from './views.ts';

const running = (fields: Parameters<typeof record>[0], weight = 30) => ({
  release: { record: record(fields), weight },
  executions: [execution()],
});

test.each([
  [{}, 'at rest', 'calm'],
  [running({}), '30 %', 'busy'],
  [running({ phase: 'promoting' }), 'becomes production', 'busy'],
  [running({ pause: { at: 30, why: 'asked', since: 'x', told: false } }), 'waits at 30 %', 'wait'],
  [{ ...running({}), alarms: [alarm()] }, 'alarm rings', 'bad'],
  [{ ...running({ phase: 'rolling back' }), alarms: [alarm()] }, 'rolling back', 'bad'],
  [running({ phase: 'held' }), 'rollback stands by', 'bad'],
  [{ executions: [execution({ status: 'FAILED', error: 'RollbackFailed' })] }, 'needs a person', 'bad'],
] as const)('%o is "%s"', (fields, word, tone) => {
  expect(situation(parts(fields))).toEqual({ word, tone });
});
