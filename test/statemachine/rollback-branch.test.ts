import { describe, expect, it } from 'vitest';
import { EXPECTED_FAILURES } from '../../statemachine/contract/errors.ts';
import { reachable, stateOf } from '../../verify/asl-graph.ts';
import { definitionOf } from '../../verify/definition.ts';

const definition = definitionOf();
const ways = (name: string) => (stateOf(definition, name).Choices ?? []).map((rule) => [rule.Condition, rule.Next]);

describe('the rollback branch', () => {
  it('rolls back, and goes by what was found', () => {
    expect(stateOf(definition, 'Roll back').Next).toBe('Anything to roll back?');
    expect(ways('Anything to roll back?')).toEqual([
      ["{% $states.input.outcome = 'settle' %}", 'Wait for traffic to settle'],
      ["{% $states.input.outcome = 'already promoted' %}", 'Promoted'],
      ["{% $states.input.outcome = 'already reverted' %}", 'Reverted'],
      ["{% $states.input.outcome = 'already rolled back' %}", 'Who asked for the rollback?'],
      ["{% $states.input.outcome = 'nothing' and $trigger.kind = 'own' %}", 'Failed without a claim'],
      ["{% $states.input.outcome = 'nothing' %}", 'Nothing to roll back'],
    ]);
  });

  it('waits for late writers, confirms, and starts over for anything but a clear yes', () => {
    expect(stateOf(definition, 'Wait for traffic to settle')).toMatchObject({
      Seconds: 90,
      Next: 'Confirm production has everything',
    });
    expect(stateOf(definition, 'Confirm production has everything').Next).toBe('Everything back?');
    expect(ways('Everything back?')).toEqual([
      ["{% $states.input.next = 'done' %}", 'Announce the rollback'],
      ["{% $states.input.next = 'superseded' %}", 'Announce the rollback'],
    ]);
    expect(stateOf(definition, 'Everything back?').Default).toBe('Roll back');
  });

  it('ends a rolled-back rollout red, with the cause', () => {
    expect(stateOf(definition, 'Announce the rollback').Next).toBe('Who asked for the rollback?');
    expect(ways('Who asked for the rollback?')).toEqual([["{% $trigger.kind = 'asked' %}", 'Rolled back as asked']]);
    expect(stateOf(definition, 'Rolled back')).toMatchObject({
      Type: 'Fail',
      Error: expect.stringContaining("'CanaryRolledBack'"),
      Cause: expect.stringContaining('$rollback.cause'),
    });
  });

  it('ends a failed rollback red, under a name that starts another one only for the rollout itself', () => {
    expect(ways('Whose rollback failed?')).toEqual([
      ["{% $trigger.kind = 'own' %}", 'Rollback failed'],
      ["{% $rollbackFailure.error = 'InvalidInput' %}", 'Request not understood'],
    ]);
    expect(stateOf(definition, 'Whose rollback failed?').Default).toBe('Left to the watchdog');
    expect(stateOf(definition, 'Rollback failed')).toMatchObject({ Type: 'Fail', Error: 'RollbackFailed' });
    expect(stateOf(definition, 'Request not understood')).toMatchObject({ Type: 'Fail', Error: 'InvalidInput' });
    expect(stateOf(definition, 'Left to the watchdog')).toMatchObject({ Type: 'Fail', Error: 'RollbackNotDone' });
    expect(EXPECTED_FAILURES).not.toContain('RollbackFailed');
    expect(EXPECTED_FAILURES).toEqual(expect.arrayContaining(['InvalidInput', 'RollbackNotDone']));
  });

  it('works on the rollout that was found', () => {
    const rollout = '{% $rollback.rollout %}';
    expect(stateOf(definition, 'Roll back').Arguments?.Payload).toMatchObject({ trigger: '{% $trigger %}' });
    expect(stateOf(definition, 'Confirm production has everything').Arguments?.Payload).toMatchObject({ rollout });
    expect(stateOf(definition, 'Announce the rollback').Arguments?.Payload).toMatchObject({
      rollout,
      outcome: 'rolled back',
    });
  });

  it('never claims, shifts or promotes', () => {
    const invoked = [...reachable(definition, 'Roll back')].flatMap(
      (name) => stateOf(definition, name).Arguments?.FunctionName?.split(':').at(-1) ?? [],
    );
    expect(new Set(invoked)).toEqual(new Set(['rollBack', 'confirm', 'close']));
  });
});
