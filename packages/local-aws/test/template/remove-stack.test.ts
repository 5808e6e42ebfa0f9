import { describe, expect, test } from 'vitest';
import { thing, world } from './stack-world.ts';

describe('a stack that is deleted', () => {
  test('goes with its resources, those that refer to others first, but those that are to be retained', async () => {
    const { deploy, deployer, done } = world();
    await deploy({
      Base: thing(),
      User: thing({ Link: { Ref: 'Base' } }),
      Kept: thing({}, { DeletionPolicy: 'Retain' }),
      Version: thing({}, { DeletionPolicy: 'RetainExceptOnCreate' }),
    });
    done();
    const stack = deployer.stack('Stack');
    await deployer.remove(stack);
    expect(done()).toEqual([
      'remove arn:User:unnamed',
      'remove arn:Base:unnamed',
      'log Stack deleted: 2 removed, 2 retained (Version, Kept)',
    ]);
    expect(() => deployer.stack('Stack')).toThrow('does not exist');
    expect(deployer.stack(stack.description.StackId).description.StackStatus).toBe('DELETE_COMPLETE');
  });

  test('stays with what cannot be removed, which is tried again', async () => {
    const { deploy, deployer, done, events } = world();
    await deploy({ A: thing({ Fail: 'remove' }), B: thing() });
    done();
    await deployer.remove(deployer.stack('Stack'));
    const { description, resources } = deployer.stack('Stack');
    expect(description).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'A (Test::Thing) could not be removed: in use',
    });
    expect([...resources.keys()]).toEqual(['A']);
    expect(events.at(-1)?.detail).toMatchObject({ 'status-details': { status: 'DELETE_FAILED' } });
  });

  test('can be created again under its name, as another', async () => {
    const { deploy, deployer } = world();
    await deploy({ A: thing() });
    const { StackId } = deployer.describeStack('Stack');
    await deployer.remove(deployer.stack('Stack'));
    await deploy({ A: thing() });
    expect(deployer.describeStack('Stack')).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    expect(deployer.describeStack('Stack').StackId).not.toBe(StackId);
  });
});
