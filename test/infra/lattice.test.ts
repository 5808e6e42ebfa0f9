import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesized.ts';

const synth = synthesize();
const groups = [
  { group: 'Canary/Lattice/ProductionTargetGroup', alias: 'Canary/Aliases/Production' },
  { group: 'Canary/Lattice/CanaryTargetGroup', alias: 'Canary/Aliases/Canary' },
] as const;

describe('target groups', () => {
  it('are two', () => {
    expect(synth.all('AWS::VpcLattice::TargetGroup')).toHaveLength(2);
  });

  it.each(groups)('$group is of type LAMBDA with events of version V2', ({ group }) => {
    expect(synth.properties(group)).toMatchObject({ Type: 'LAMBDA', Config: { LambdaEventStructureVersion: 'V2' } });
  });

  it.each(groups)('$group holds one alias ARN', ({ group, alias }) => {
    expect(synth.properties(group)['Targets']).toEqual([{ Id: synth.ref(alias) }]);
  });

  it.each(groups)('$group has no health check, which Lambda targets do not have', ({ group }) => {
    expect(synth.properties(group)['Config']).not.toHaveProperty('HealthCheck');
  });

  it.each(groups)('$group may invoke its alias, and only as itself', ({ group, alias }) => {
    const id = group.split('/').at(-1) ?? '';
    expect(synth.properties(`${alias}/${id}`)).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: synth.ref(alias),
      Principal: 'vpc-lattice.amazonaws.com',
      SourceArn: synth.arn(group),
    });
  });

  it('get permissions on the aliases only', () => {
    const forLattice = synth
      .all('AWS::Lambda::Permission')
      .filter(({ Properties }) => Properties['Principal'] === 'vpc-lattice.amazonaws.com');
    expect(forLattice).toHaveLength(2);
  });
});

describe('the listener', () => {
  const listener = synth.properties('Canary/Lattice/Listener');

  it('listens with HTTPS on 443', () => {
    expect(listener).toMatchObject({
      Protocol: 'HTTPS',
      Port: 443,
      ServiceIdentifier: synth.att('Canary/Lattice/Service', 'Id'),
    });
  });

  it('is created at rest: production 100, canary 0', () => {
    expect(listener['DefaultAction']).toEqual({
      Forward: {
        TargetGroups: [
          { TargetGroupIdentifier: synth.att('Canary/Lattice/ProductionTargetGroup', 'Id'), Weight: 100 },
          { TargetGroupIdentifier: synth.att('Canary/Lattice/CanaryTargetGroup', 'Id'), Weight: 0 },
        ],
      },
    });
  });
});

describe('the service network', () => {
  it('holds the service', () => {
    expect(synth.properties('Canary/Lattice/Association')).toMatchObject({
      ServiceNetworkIdentifier: synth.att('Canary/Lattice/Network', 'Id'),
      ServiceIdentifier: synth.att('Canary/Lattice/Service', 'Id'),
    });
  });

  it('is associated with no VPC unless told', () => {
    expect(synth.all('AWS::VpcLattice::ServiceNetworkVpcAssociation')).toEqual([]);
  });

  it('is associated with the VPC of the settings', () => {
    const inVpc = synthesize({ canary: { vpcId: 'vpc-0123456789abcdef0' } });
    expect(inVpc.properties('Canary/Lattice/VpcAssociation')).toMatchObject({
      ServiceNetworkIdentifier: inVpc.att('Canary/Lattice/Network', 'Id'),
      VpcIdentifier: 'vpc-0123456789abcdef0',
    });
  });
});
