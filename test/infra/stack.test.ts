import { describe, expect, it } from 'vitest';
import { OUTPUTS } from '../../statemachine/contract/outputs.ts';
import { synthesize } from './synthesized.ts';
import { USUAL_OUTPUTS } from './usual-outputs.ts';

const synth = synthesize();
const machineArn = synth.ref('Canary/Rollout/Machine');

describe('outputs', () => {
  it.each<[name: string, value: unknown]>([
    ['ServiceNetworkId', synth.att('Canary/Lattice/Network', 'Id')],
    ['ServiceId', synth.att('Canary/Lattice/Service', 'Id')],
    ['ServiceDNS', synth.att('Canary/Lattice/Service', 'DnsEntry.DomainName')],
    ['ListenerId', synth.att('Canary/Lattice/Listener', 'Id')],
    ['ProductionTargetGroupId', synth.att('Canary/Lattice/ProductionTargetGroup', 'Id')],
    ['CanaryTargetGroupId', synth.att('Canary/Lattice/CanaryTargetGroup', 'Id')],
    ['CanaryVersion', synth.att('Service/Function/CurrentVersion', 'Version')],
    ['FunctionName', synth.ref('Service/Function')],
    ['ServiceName', 'CanaryDeploymentLatticeStack'],
    ['RecordTableName', synth.ref('Canary/Records/Table')],
    ['ProductionAliasArn', synth.ref('Canary/Aliases/Production')],
    ['RollbackTopicArn', synth.ref('Canary/Topics/Rollback')],
    ['ReleaseEventsTopicArn', synth.ref('Canary/Topics/ReleaseEvents')],
    ['UndeliveredQueueUrl', synth.ref('Canary/Undelivered/Queue')],
    ['StateMachineArn', machineArn],
    [
      'StartCommand',
      { 'Fn::Join': ['', ['aws stepfunctions start-execution --state-machine-arn ', machineArn, " --input '{}'"]] },
    ],
  ])('has %s', (name, value) => {
    expect(synth.template.Outputs[name]?.Value).toEqual(value);
  });

  it('has the page of the machine in the console', () => {
    const region = { Ref: 'AWS::Region' };
    expect(synth.template.Outputs['ConsoleUrl']?.Value).toEqual({
      'Fn::Join': [
        '',
        [
          'https://',
          region,
          '.console.aws.amazon.com/states/home?region=',
          region,
          '#/statemachines/view/',
          machineArn,
        ],
      ],
    });
  });

  it('says what each is for, and leaves none out', () => {
    const told = Object.entries(synth.template.Outputs).map(([name, { Description }]) => [name, Description]);
    expect(told).toHaveLength(18);
    expect(Object.fromEntries(told)).toEqual({
      ...USUAL_OUTPUTS,
      ServiceDNS: 'Call https:// this name from an associated VPC',
    });
    for (const meaning of Object.values(OUTPUTS)) expect(meaning).toMatch(/\w+ \w+/);
  });
});

describe('cost tags', () => {
  const tags = [
    { Key: 'Project', Value: 'LatticeCanary' },
    { Key: 'Service', Value: 'CanaryDeploymentLatticeStack' },
  ];

  it.each([
    'Service/Function',
    'Canary/Lattice/Service',
    'Canary/Records/Table',
    'Canary/Rollout/Machine',
    'Canary/Topics/Rollback',
  ])('are on %s', (path) => {
    expect(synth.properties(path)['Tags']).toEqual(tags);
  });

  it.each(['Canary/Lattice/Listener', 'Canary/Lattice/ProductionTargetGroup', 'Canary/Lattice/CanaryTargetGroup'])(
    'are not on %s, where a changed tag would reset what rollouts own',
    (path) => {
      expect(synth.properties(path)).not.toHaveProperty('Tags');
    },
  );
});

describe('the machine', () => {
  it('releases the newest published version and is told every alarm by name', () => {
    const definition = JSON.stringify(synth.properties('Canary/Rollout/Machine')['DefinitionString']);
    expect(definition).toContain(JSON.stringify(synth.att('Service/Function/CurrentVersion', 'Version')));
    for (const { Properties } of synth.all('AWS::CloudWatch::Alarm')) {
      const name = Properties['AlarmName'] as string;
      expect(definition.includes(name)).toBe(!/^(rollback-undelivered|watchdog-errors)-/.test(name));
    }
  });
});
