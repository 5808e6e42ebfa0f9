import { describe, expect, it } from 'vitest';
import { differences } from '../../rollout/lambda/configuration.ts';

/** As GetFunctionConfiguration answers, in short. */
const VERSION = {
  FunctionName: 'orders',
  FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders:7',
  Version: '7',
  Description: 'release 2.0.0',
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::111122223333:role/orders',
  Timeout: 15,
  MemorySize: 256,
  CodeSha256: 'abc=',
  LastModified: '2026-01-05T09:00:00.000+0000',
  RevisionId: '1',
  State: 'Active',
  Environment: { Variables: { STAGE: 'prod', TABLE: 'orders' } },
  VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'], VpcId: 'vpc-1' },
  Layers: [{ Arn: 'arn:layer:1', CodeSize: 10 }],
  LoggingConfig: { LogFormat: 'JSON', LogGroup: '/orders' },
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'On' },
};
const latest = (changed: object = {}) => ({
  ...VERSION,
  FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders:$LATEST',
  Version: '$LATEST',
  Description: 'something else',
  LastModified: '2026-01-05T08:59:00.000+0000',
  RevisionId: '2',
  LastUpdateStatus: 'Successful',
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  ...changed,
});

describe('what differs', () => {
  it('is nothing where only numbers, times and states do', () => {
    expect(differences(latest(), VERSION)).toEqual([]);
  });

  it.each<[what: string, changed: object, fields: readonly string[]]>([
    ['a time-out', { Timeout: 30 }, ['Timeout']],
    ['code and role', { CodeSha256: 'def=', Role: 'arn:aws:iam::111122223333:role/other' }, ['CodeSha256', 'Role']],
    ['a layer', { Layers: [{ Arn: 'arn:layer:2', CodeSize: 10 }] }, ['Layers']],
    ['a subnet', { VpcConfig: { ...VERSION.VpcConfig, SubnetIds: ['subnet-3'] } }, ['VpcConfig']],
    ['no VPC any more', { VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: '' } }, ['VpcConfig']],
    [
      'variables that are another, new and gone',
      { Environment: { Variables: { STAGE: 'test', NEW: '1' } } },
      ['Environment.NEW', 'Environment.STAGE', 'Environment.TABLE'],
    ],
    ['no environment any more', { Environment: undefined }, ['Environment.STAGE', 'Environment.TABLE']],
  ])('is named: %s', (_what, changed, fields) => {
    expect(differences(latest(changed), VERSION)).toEqual(fields);
  });

  it('is not the order, nor whether nothing is said or an empty list', () => {
    const { VpcConfig, ...without } = VERSION;
    const turned = { ...VpcConfig, SubnetIds: ['subnet-2', 'subnet-1'] };
    expect(differences(latest({ VpcConfig: turned, FileSystemConfigs: [] }), VERSION)).toEqual([]);
    const none = {
      VpcConfig: { VpcId: '', SubnetIds: [], SecurityGroupIds: [] },
      KMSKeyArn: '',
      DeadLetterConfig: null,
    };
    expect(differences({ ...without, ...none }, without)).toEqual([]);
    const { LogFormat, LogGroup } = VERSION.LoggingConfig;
    expect(differences(latest({ LoggingConfig: { LogGroup, LogFormat } }), VERSION)).toEqual([]);
  });

  it('names no value, and counts an environment that may not be read as the same', () => {
    const secret = { Environment: { Variables: { ...VERSION.Environment.Variables, TOKEN: 'very-secret' } } };
    expect(JSON.stringify(differences(latest(secret), VERSION))).not.toContain('very-secret');
    const unreadable = { Environment: { Error: { ErrorCode: 'AccessDeniedException' } } };
    expect(differences(latest(unreadable), { ...VERSION, ...unreadable })).toEqual([]);
    expect(differences(latest(unreadable), VERSION)).toEqual([]);
    expect(differences(latest(), { ...VERSION, ...unreadable })).toEqual([]);
  });
});
