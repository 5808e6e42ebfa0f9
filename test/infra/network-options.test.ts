import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesized.ts';

const NETWORK = 'sn-0123456789abcdef0';
const VPC = 'vpc-0123456789abcdef0';
const GROUPS = ['sg-0123456789abcdef0', 'sg-0123456789abcdef1'];
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('an existing service network', () => {
  const synth = synthesize({ canary: { serviceNetworkId: NETWORK } });

  it('is joined, and none is created', () => {
    expect(synth.all('AWS::VpcLattice::ServiceNetwork')).toEqual([]);
    expect(synth.properties('Canary/Lattice/Association')).toMatchObject({
      ServiceNetworkIdentifier: NETWORK,
      ServiceIdentifier: synth.att('Canary/Lattice/Service', 'Id'),
    });
  });

  it('is what the output names', () => {
    expect(synth.template.Outputs['ServiceNetworkId']?.Value).toBe(NETWORK);
  });

  it('keeps the VPCs that it has', () => {
    expect(synth.all('AWS::VpcLattice::ServiceNetworkVpcAssociation')).toEqual([]);
  });

  it('is associated with the VPC that is named', () => {
    const both = synthesize({ canary: { serviceNetworkId: NETWORK, vpcId: VPC } });
    expect(both.properties('Canary/Lattice/VpcAssociation')).toMatchObject({
      ServiceNetworkIdentifier: NETWORK,
      VpcIdentifier: VPC,
    });
  });
});

describe('security groups', () => {
  it('guard the association of the VPC', () => {
    expect(
      synthesize({ canary: { vpcId: VPC, securityGroupIds: GROUPS } }).properties('Canary/Lattice/VpcAssociation')[
        'SecurityGroupIds'
      ],
    ).toEqual(GROUPS);
  });

  it('are none unless told', () => {
    expect(synthesize({ canary: { vpcId: VPC } }).properties('Canary/Lattice/VpcAssociation')).not.toHaveProperty(
      'SecurityGroupIds',
    );
  });
});

describe('the protocol HTTP', () => {
  const synth = synthesize({ canary: { protocol: 'HTTP' } });

  it('listens on port 80', () => {
    expect(synth.properties('Canary/Lattice/Listener')).toMatchObject({ Protocol: 'HTTP', Port: 80 });
  });

  it('is what the output tells to call', () => {
    expect(synth.template.Outputs['ServiceDNS']?.Description).toBe('Call http:// this name from an associated VPC');
  });
});

describe('signed requests', () => {
  it.each<[allow: string, condition: object]>([
    ['account', { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } }],
    ['o-a1b2c3d4e5', { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }],
  ])('of %s are let in, and nothing else is', (allow, condition) => {
    const synth = synthesize({ canary: { auth: { type: 'AWS_IAM', allow } } });
    expect(synth.properties('Canary/Lattice/Service')['AuthType']).toBe('AWS_IAM');
    expect(synth.properties('Canary/Lattice/AuthPolicy')).toEqual({
      ResourceIdentifier: synth.att('Canary/Lattice/Service', 'Id'),
      Policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 'vpc-lattice-svcs:Invoke',
            Resource: '*',
            Condition: { StringEquals: condition },
          },
        ],
      },
    });
  });

  it('are not asked for unless told', () => {
    const synth = synthesize();
    expect(synth.properties('Canary/Lattice/Service')['AuthType']).toBe('NONE');
    expect(synth.all('AWS::VpcLattice::AuthPolicy')).toEqual([]);
  });
});

describe('a custom domain', () => {
  it('stands on the service with its certificate', () => {
    const synth = synthesize({ canary: { customDomain: { name: 'shop.example.com', certificateArn: CERTIFICATE } } });
    expect(synth.properties('Canary/Lattice/Service')).toMatchObject({
      CustomDomainName: 'shop.example.com',
      CertificateArn: CERTIFICATE,
    });
  });

  it('needs no certificate for HTTP', () => {
    const synth = synthesize({ canary: { protocol: 'HTTP', customDomain: { name: 'shop.example.com' } } });
    expect(synth.properties('Canary/Lattice/Service')).toMatchObject({ CustomDomainName: 'shop.example.com' });
    expect(synth.properties('Canary/Lattice/Service')).not.toHaveProperty('CertificateArn');
  });

  it('is none unless told', () => {
    expect(synthesize().properties('Canary/Lattice/Service')).not.toHaveProperty('CustomDomainName');
  });
});
