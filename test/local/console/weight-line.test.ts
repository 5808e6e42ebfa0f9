import { expect, test } from 'vitest';
import type { ExecutionView, WeightPoint } from '../../../local/console/model/protocol.ts';
import { weightLine } from '../../../local/console/model/weight-line.ts';
import { execution, record, ROLLED_BACK } from './views.ts';

const corners = (...pairs: readonly (readonly [number, number])[]): WeightPoint[] =>
  pairs.map(([at, canary]) => ({ at, canary }));
const kinds = (line: readonly WeightPoint[], ...executions: ExecutionView[]) =>
  weightLine(line, { executions }).map(({ kind }) => kind);
const WHOLE = corners([0, 0], [10, 30], [20, 100], [30, 0], [50, 0]);
const promoted = execution({ startedAt: 5, closed: { outcome: 'promoted' } });

test('a promotion goes on at the top until now', () => {
  expect(weightLine(WHOLE, { executions: [promoted] })).toEqual([
    { kind: 'rises', corners: corners([0, 0], [10, 30], [20, 100], [30, 100]) },
    { kind: 'promoted', corners: corners([30, 100], [50, 100]) },
  ]);
});

test('a rollback from the same weight is a cliff', () => {
  expect(weightLine(WHOLE, { executions: [execution({ startedAt: 5, ...ROLLED_BACK })] })).toEqual([
    { kind: 'rises', corners: corners([0, 0], [10, 30], [20, 100], [30, 100]) },
    { kind: 'rolled back', corners: corners([30, 100], [30, 0]) },
    { kind: 'rises', corners: corners([30, 0], [50, 0]) },
  ]);
});

test('each end is that of its own release; a promotion lasts until the next one begins', () => {
  const next = execution({ name: 'next', startedAt: 55, ...ROLLED_BACK });
  const line = corners([0, 0], [10, 100], [30, 0], [60, 10], [70, 0], [80, 0]);
  expect(kinds(line, next, promoted)).toEqual(['rises', 'promoted', 'rises', 'rolled back', 'rises']);
  expect(weightLine(line, { executions: [next, promoted] })[1]?.corners).toEqual(corners([30, 100], [60, 100]));
});

test('while it is promoted and not closed yet, the record says so', () => {
  const told = { executions: [execution()], record: record({ phase: 'promoting' }) };
  expect(weightLine(WHOLE, told).map(({ kind }) => kind)).toEqual(['rises', 'promoted']);
  expect(kinds(WHOLE, execution())).toEqual(['rises', 'rolled back', 'rises']);
});
