import { describe, expect, test } from 'vitest';
import type { CloudEvent } from '../../src/core/types.ts';
import { thing, world } from './stack-world.ts';

describe('a first deployment', () => {
  test('creates each resource after those that it refers to or depends on', async () => {
    const { deploy, done } = world();
    await deploy({
      Last: thing({ Link: { 'Fn::Sub': '${Middle}' } }),
      Alone: thing(),
      Middle: thing({}, { DependsOn: 'First' }),
      First: thing(),
    });
    expect(done()).toEqual([
      'create arn:First:unnamed',
      'create arn:Middle:unnamed',
      'create arn:Last:unnamed',
      'create arn:Alone:unnamed',
    ]);
  });

  test('leaves out resources and outputs whose condition does not hold', async () => {
    const { deploy, done, deployer } = world();
    await deploy(
      { There: thing({}, { Condition: 'Yes' }), NotThere: thing({}, { Condition: 'No' }) },
      {
        Parameters: { Stage: { Type: 'String', Default: 'prod' } },
        Conditions: { Yes: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, No: { 'Fn::Not': [{ Condition: 'Yes' }] } },
        Outputs: {
          There: { Value: { Ref: 'There' }, Condition: 'Yes' },
          NotThere: { Value: { Ref: 'NotThere' }, Condition: 'No' },
        },
      },
    );
    expect(done()).toEqual(['create arn:There:unnamed']);
    expect(deployer.outputs('Stack')).toEqual({ There: 'arn:There:unnamed' });
  });

  test('answers with outputs as DescribeStacks does', async () => {
    const { deploy, deployer, clock } = world();
    await deploy(
      { A: thing({ Name: 'a' }) },
      {
        Outputs: {
          Id: {
            Value: { 'Fn::Join': ['/', [{ Ref: 'AWS::StackName' }, { 'Fn::GetAtt': ['A', 'Name'] }]] },
            Description: 'which',
            Export: { Name: 'shared-id' },
          },
        },
      },
    );
    expect(deployer.describeStack('Stack')).toEqual({
      StackName: 'Stack',
      StackId: expect.stringMatching(
        /^arn:aws:cloudformation:eu-west-1:123456789012:stack\/Stack\/[0-9a-f-]{36}$/,
      ) as unknown,
      StackStatus: 'CREATE_COMPLETE',
      CreationTime: new Date(clock.now()),
      Outputs: [{ OutputKey: 'Id', OutputValue: 'Stack/a', Description: 'which', ExportName: 'shared-id' }],
    });
    expect(() => deployer.describeStack('Other')).toThrow('Stack with id Other does not exist');
  });

  test('ignores the bootstrap version that CDK asks for', async () => {
    const { deploy, done } = world();
    await deploy(
      { A: thing() },
      {
        Parameters: {
          BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
        },
        Rules: { CheckBootstrapVersion: { Assertions: [] } },
      },
    );
    expect(done()).toEqual(['create arn:A:unnamed']);
  });
});

const stage = (Default: string) => ({ Parameters: { Stage: { Type: 'String', Default } } });

describe('a later deployment', () => {
  test('touches nothing when nothing changed', async () => {
    const { deploy, done } = world();
    const resources = { A: thing({ Name: 'a' }), B: thing({ Link: { Ref: 'A' } }) };
    await deploy(resources);
    done();
    const { changes, stack } = await deploy(resources);
    expect(done()).toEqual([]);
    expect(changes).toEqual({ created: [], updated: [], removed: [], retained: [] });
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
  });

  test('keeps the value that a parameter had, whatever its default is by now', async () => {
    const { deploy, done, deployer } = world();
    const A = thing({ Name: { Ref: 'Stage' } });
    await deploy({ A }, stage('first'));
    done();
    await deploy({ A }, { ...stage('second'), Outputs: { Stage: { Value: { Ref: 'Stage' } } } });
    expect(done()).toEqual([]);
    expect(deployer.outputs('Stack')).toEqual({ Stage: 'first' });
    expect(deployer.describeStack('Stack').Parameters).toEqual([{ ParameterKey: 'Stage', ParameterValue: 'first' }]);
  });

  test('compares with the previous template and not with what is live', async () => {
    const { deploy, done, things } = world();
    await deploy({ A: thing({ Name: 'a' }) });
    things.set('arn:A:a', 'moved at run time');
    await deploy({ A: thing({ Name: 'a' }), B: thing() });
    expect(things.get('arn:A:a')).toBe('moved at run time');
    done();
    await deploy({ A: thing({ Name: 'a', Deep: { Items: [{ Size: 1 }] } }), B: thing() });
    expect(done()).toEqual(['update arn:A:a {"Name":"a","Deep":{"Items":[{"Size":1}]}}']);
  });

  test('updates what refers to a replaced resource, then removes the old one', async () => {
    const { deploy, done } = world();
    await deploy({ A: thing({ Name: 'a' }), B: thing({ Link: { Ref: 'A' } }) });
    done();
    await deploy({ A: thing({ Name: 'new' }), B: thing({ Link: { Ref: 'A' } }) });
    expect(done()).toEqual(['create arn:A:new', 'update arn:B:unnamed {"Link":"arn:A:new"}', 'remove arn:A:a']);
  });

  test('keeps a replaced resource that its UpdateReplacePolicy retains', async () => {
    const { deploy, done } = world();
    await deploy({ A: thing({ Name: 'a' }, { UpdateReplacePolicy: 'Retain' }) });
    done();
    const { changes } = await deploy({ A: thing({ Name: 'new' }, { UpdateReplacePolicy: 'Retain' }) });
    expect(done()).toEqual(['create arn:A:new']);
    expect(changes.retained).toEqual(['A']);
  });

  test('removes what is gone, dependents first, and keeps what is to be retained', async () => {
    const { deploy, done } = world();
    await deploy({
      Base: thing(),
      User: thing({ Link: { Ref: 'Base' } }),
      Kept: thing({}, { DeletionPolicy: 'Retain' }),
      Version: thing({}, { DeletionPolicy: 'RetainExceptOnCreate' }),
      Stays: thing(),
    });
    done();
    const { changes } = await deploy({ Stays: thing() });
    expect(done()).toEqual(['remove arn:User:unnamed', 'remove arn:Base:unnamed']);
    expect(changes).toEqual({ created: [], updated: [], removed: ['User', 'Base'], retained: ['Version', 'Kept'] });
  });

  test('succeeds when something gone cannot be removed, and says so', async () => {
    const { deploy, done } = world();
    await deploy({ A: thing({ Fail: 'remove' }), B: thing() });
    done();
    const { changes } = await deploy({ B: thing() });
    expect(changes.removed).toEqual([]);
    expect(done()).toEqual(['log A (Test::Thing) could not be removed: in use']);
  });
});

/** The statuses that were told. */
const ends = (events: readonly CloudEvent[]) =>
  events.map(({ detail }) => (detail['status-details'] as { readonly status: string }).status);

describe('the bus', () => {
  test('hears how each deployment of the stack ended, with its id', async () => {
    const { deploy, deployer, events } = world();
    await deploy({ A: thing({ Name: 'a' }) });
    await deploy({ A: thing({ Name: 'a' }), B: thing() });
    await expect(deploy({ A: thing({ Name: 'a', Fail: 'update' }), B: thing() })).rejects.toThrow('failed at A');
    expect(ends(events)).toEqual(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']);
    const { StackId } = deployer.describeStack('Stack');
    expect(events[1]).toEqual({
      source: 'aws.cloudformation',
      'detail-type': 'CloudFormation Stack Status Change',
      resources: [StackId],
      detail: {
        'stack-id': StackId,
        'status-details': { status: 'UPDATE_COMPLETE', 'status-reason': '' },
        'client-request-token': '',
      },
    });
  });

  test('hears nothing of a deployment that changes nothing', async () => {
    const { deploy, events } = world();
    await deploy({ A: thing() });
    await deploy({ A: thing() });
    expect(ends(events)).toEqual(['CREATE_COMPLETE']);
  });
});

describe('a deployment that fails', () => {
  test('takes back what it created when there was no stack', async () => {
    const { deploy, done, deployer } = world();
    const failing = deploy({ A: thing(), B: thing({ Fail: 'create' }, { DependsOn: 'A' }) });
    await expect(failing).rejects.toThrow(
      'deployment of Stack failed at B (Test::Thing): out of stock\nthere is no stack: what had been created ' +
        'was removed',
    );
    expect(done()).toEqual(['create arn:A:unnamed', 'remove arn:A:unnamed']);
    expect(() => deployer.describeStack('Stack')).toThrow('does not exist');
  });

  test('leaves the stack as it was: created ones are removed, updated ones written back', async () => {
    const { deploy, done, deployer } = world();
    await deploy({ A: thing({ Name: 'a' }), C: thing({ Name: 'c' }) });
    done();
    const resources = {
      A: thing({ Name: 'a', Link: 'arn:x' }),
      B: thing({}, { DependsOn: 'A', DeletionPolicy: 'RetainExceptOnCreate' }),
      Kept: thing({}, { DependsOn: 'B', DeletionPolicy: 'Retain' }),
      C: thing({ Name: 'c', Fail: 'update' }, { DependsOn: 'Kept' }),
    };
    await expect(deploy(resources)).rejects.toThrow(
      'failed at C (Test::Thing): out of stock\nthe stack is as before this deployment (2 resources)',
    );
    expect(done()).toEqual([
      'update arn:A:a {"Name":"a","Link":"arn:x"}',
      'create arn:B:unnamed',
      'create arn:Kept:unnamed',
      'remove arn:B:unnamed',
      'update arn:A:a {"Name":"a"}',
    ]);
    expect(deployer.describeStack('Stack').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    await deploy({ A: thing({ Name: 'a' }), C: thing({ Name: 'c' }) });
    expect(done()).toEqual([]);
  });

  test('says what could not be undone', async () => {
    const { deploy } = world();
    const failing = deploy({ A: thing({ Fail: 'remove' }), B: thing({ Fail: 'create' }, { DependsOn: 'A' }) });
    await expect(failing).rejects.toThrow('could not be undone completely: removing A: in use');
  });
});
