import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { ChangeSets } from '../../src/template/change-sets.ts';
import { parseTemplate } from '../../src/template/schema.ts';
import { thing, world } from './stack-world.ts';

/** A world with change sets; what is begun can be waited for. */
function given() {
  const all = world();
  const { clock, deployer } = all;
  const running: Promise<unknown>[] = [];
  const sets = new ChangeSets({
    clock,
    deployer,
    random: seededRandom(2),
    inBackground: (work) => void running.push(work().catch(() => undefined)),
  });
  const create = (type: 'CREATE' | 'UPDATE', resources: object, more: object = {}) =>
    sets.create('set', type, {
      stackName: 'Stack',
      template: parseTemplate({ Resources: resources }, 'Stack'),
      body: '',
      parameters: [],
      ...more,
    });
  const execute = async () => {
    sets.execute('set', 'Stack');
    await Promise.all(running);
  };
  return { ...all, create, execute, status: () => deployer.describeStack('Stack').StackStatus };
}

const planned = ({ changes }: { changes: readonly { action: string; logicalId: string; replaces: boolean }[] }) =>
  changes.map(({ action, logicalId }) => `${action} ${logicalId}`);

describe('a change set', () => {
  test('says what it would do and touches nothing', async () => {
    const { deploy, create, done } = given();
    await deploy({ A: thing({ Name: 'a' }), B: thing({ Link: { Ref: 'A' } }), Gone: thing() });
    done();
    const C = thing({ Link: { Ref: 'D' } });
    const set = create('UPDATE', {
      A: thing({ Name: 'a', Link: 'arn:x' }),
      B: thing({ Link: { Ref: 'A' } }),
      C,
      D: thing(),
    });
    expect(planned(set)).toEqual(['Modify A', 'Add D', 'Add C', 'Remove Gone']);
    expect(done()).toEqual([]);
  });

  test('is carried out by the way that an assembly takes', async () => {
    const { create, execute, done, status } = given();
    create('CREATE', { A: thing({ Name: 'a' }) });
    expect(status()).toBe('REVIEW_IN_PROGRESS');
    await execute();
    expect(done()).toEqual(['create arn:A:a']);
    expect(status()).toBe('CREATE_COMPLETE');
  });

  test('that fails leaves a stack that was rolled back, and that cannot be updated', async () => {
    const { create, execute, done, status } = given();
    create('CREATE', { A: thing(), B: thing({ Fail: 'create' }, { DependsOn: 'A' }) });
    await execute();
    expect(done()).toEqual(['create arn:A:unnamed', 'remove arn:A:unnamed']);
    expect(status()).toBe('ROLLBACK_COMPLETE');
    expect(() => create('UPDATE', { A: thing() })).toThrow('is in ROLLBACK_COMPLETE state and can not be updated');
  });

  test('rejects a second one while the first is carried out', async () => {
    const { create, execute } = given();
    create('CREATE', { A: thing() });
    const executed = execute();
    expect(() => create('UPDATE', { A: thing({ Name: 'b' }) })).toThrow('is in CREATE_IN_PROGRESS state');
    await executed;
  });

  test('without a change cannot be executed', async () => {
    const { deploy, create, execute } = given();
    await deploy({ A: thing() });
    expect(create('UPDATE', { A: thing() }).failed).toMatch(/^The submitted information didn't contain changes/);
    await expect(execute()).rejects.toMatchObject({ code: 'InvalidChangeSetStatus' });
  });

  test('is left alone by what changed at run time, unless it is to revert drift', async () => {
    const { deploy, create, execute, things, done } = given();
    await deploy({ A: thing({ Name: 'a', Link: 'arn:x' }) });
    things.set('arn:A:a', JSON.stringify({ Name: 'a', Link: 'arn:moved' }));
    done();
    expect(planned(create('UPDATE', { A: thing({ Name: 'a', Link: 'arn:x' }), B: thing() }))).toEqual(['Add B']);
    await execute();
    expect(things.get('arn:A:a')).toContain('arn:moved');
    done();
    const same = { A: thing({ Name: 'a', Link: 'arn:x' }), B: thing() };
    expect(planned(create('UPDATE', same, { revertDrift: true }))).toEqual(['Modify A']);
    await execute();
    expect(done()).toEqual(['update arn:A:a {"Name":"a","Link":"arn:x"}']);
  });
});
