import { Fn } from 'aws-cdk-lib/core';
import { describe, expect, it } from 'vitest';
import { VARIANTS } from '../../infra/app/variants.ts';
import { ownStack } from './own-app.ts';
import { synthesize } from './synthesized.ts';

const OTHERS = 'a listener of others';
const synth = () => synthesize({ canary: VARIANTS[OTHERS] });
const IDS = { serviceId: 'svc-0123456789abcdef0', listenerId: 'listener-0123456789abcdef0' };
const types = (canary: object) =>
  Object.values(synthesize({ canary }).template.Resources)
    .map(({ Type }) => Type)
    .filter((type) => type.includes('Lattice'));

const kept = (canary: object) =>
  Object.values(synthesize({ canary }).template.Resources)
    .filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')
    .map(({ Type }) => Type)
    .toSorted();

describe('a listener of others', () => {
  it('has no service, network or listener made beside it, only the two target groups', () => {
    expect(types(VARIANTS[OTHERS])).toEqual(['AWS::VpcLattice::TargetGroup', 'AWS::VpcLattice::TargetGroup']);
  });

  it('joins a network, and has a rule for the preview, where that is asked for', () => {
    const more = { serviceNetworkId: 'sn-0123456789abcdef0', preview: { value: 'for-testers' } };
    expect(types({ ...VARIANTS[OTHERS], ...more }).toSorted()).toEqual([
      'AWS::VpcLattice::Rule',
      'AWS::VpcLattice::ServiceNetworkServiceAssociation',
      'AWS::VpcLattice::TargetGroup',
      'AWS::VpcLattice::TargetGroup',
      'AWS::VpcLattice::TargetGroup',
    ]);
  });

  it('is told to every function that reads or writes it, and the others are told nothing of it', () => {
    const told = synth()
      .all('AWS::Lambda::Function')
      .filter(({ Properties }) => JSON.stringify(Properties).includes('EXISTING_LISTENER'))
      .map(({ Properties }) => Properties['Description']);
    expect(told.map(String).toSorted()).toEqual([
      'Adopts a listener of others, and gives it back',
      'Claims the service for a rollout',
      'Gives production every request',
      'Looks whether a rollback holds',
      'Repairs each minute what nobody reported',
      'Writes the weights of one step',
    ]);
    expect(JSON.stringify(synthesize().template)).not.toContain('EXISTING_LISTENER');
  });

  it('keeps what serves users when the stack is deleted, and nothing without the option', () => {
    const before = kept(VARIANTS['short plan']);
    expect(kept(VARIANTS[OTHERS])).toEqual(
      [
        ...before,
        'AWS::IAM::Role',
        'AWS::IAM::Policy',
        'AWS::Lambda::Alias',
        'AWS::Lambda::Alias',
        'AWS::Lambda::Function',
        'AWS::Lambda::Permission',
        'AWS::Lambda::Permission',
        'AWS::VpcLattice::TargetGroup',
        'AWS::VpcLattice::TargetGroup',
      ].toSorted(),
    );
  });

  it('has an output with the command that adopts it, and none for a name that its owner knows', () => {
    const { Outputs = {} } = synth().template as { Outputs?: Record<string, { Value: unknown }> };
    expect(JSON.stringify(Outputs['AdoptCommand']?.Value)).toContain('adopt');
    expect(Outputs['ServiceId']?.Value).toBe(IDS.serviceId);
    expect(Object.keys(Outputs)).not.toContain('ServiceDNS');
    expect(Object.keys(Outputs)).not.toContain('ServiceNetworkId');
  });

  it('may be named by references that only CloudFormation knows', () => {
    const listener = { serviceId: Fn.importValue('ServiceId'), listenerId: Fn.importValue('ListenerId') };
    const template = JSON.stringify(ownStack(() => ({ listener })).synthesize().template);
    expect(template).toContain('"LISTENER_ID":{"Fn::ImportValue":"ListenerId"}');
  });

  it.each([
    [{ auth: { type: 'AWS_IAM', allow: 'account' } }, /props\.auth: .*expected no auth/],
    [{ protocol: 'HTTP' }, /props\.protocol: .*expected no protocol/],
    [
      {
        customDomain: { name: 'shop.example.com', certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1' },
      },
      /expected no customDomain/,
    ],
    [{ vpcId: 'vpc-0123456789abcdef0' }, /expected serviceNetworkId too/],
    [
      { listener: { ...IDS, listenerId: 'svc-0123456789abcdef0' } },
      /props\.listener\.listenerId: .*expected the id of a listener/,
    ],
  ] as const)('rejects %j beside it', (more, words) => {
    expect(() => ownStack(() => ({ listener: IDS, ...more }))).toThrow(words);
  });

  it('gives no service, listener or network of its own to the app', () => {
    const { canary } = ownStack(() => ({ listener: IDS }));
    expect(() => canary.lattice.service).toThrow('use serviceId and listenerId');
    expect(() => canary.lattice.listener).toThrow('use serviceId and listenerId');
    expect(() => canary.lattice.networkId).toThrow('expected serviceNetworkId');
    expect(canary.lattice.serviceId).toBe(IDS.serviceId);
  });
});
