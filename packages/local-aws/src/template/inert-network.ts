import type { InertType } from '../core/inert.ts';

interface NetworkType {
  readonly type: string;
  /** Begins the id, as in `vpc-0a1b2c3d4e5f60718`. */
  readonly id: string;
  /** Attributes that are ids: of the resource itself, or of what comes with it. */
  readonly ids?: Readonly<Record<string, string>>;
  /** Attributes that are what the property of their name says. */
  readonly said?: readonly string[];
}

const HEX_LENGTH = 17;

/** What `ec2.Vpc` and security groups are made of. */
const NETWORK: readonly NetworkType[] = [
  {
    type: 'AWS::EC2::VPC',
    id: 'vpc',
    ids: { VpcId: 'vpc', DefaultSecurityGroup: 'sg', DefaultNetworkAcl: 'acl' },
    said: ['CidrBlock'],
  },
  { type: 'AWS::EC2::VPCCidrBlock', id: 'vpc-cidr-assoc', ids: { Id: 'vpc-cidr-assoc' } },
  {
    type: 'AWS::EC2::Subnet',
    id: 'subnet',
    ids: { SubnetId: 'subnet', NetworkAclAssociationId: 'aclassoc' },
    said: ['AvailabilityZone', 'CidrBlock', 'VpcId'],
  },
  { type: 'AWS::EC2::RouteTable', id: 'rtb', ids: { RouteTableId: 'rtb' } },
  { type: 'AWS::EC2::Route', id: 'r', said: ['CidrBlock'] },
  { type: 'AWS::EC2::SubnetRouteTableAssociation', id: 'rtbassoc', ids: { Id: 'rtbassoc' } },
  { type: 'AWS::EC2::InternetGateway', id: 'igw', ids: { InternetGatewayId: 'igw' } },
  { type: 'AWS::EC2::EgressOnlyInternetGateway', id: 'eigw', ids: { Id: 'eigw' } },
  { type: 'AWS::EC2::VPCGatewayAttachment', id: 'attachment' },
  { type: 'AWS::EC2::NatGateway', id: 'nat', ids: { NatGatewayId: 'nat', EniId: 'eni' } },
  { type: 'AWS::EC2::EIP', id: 'eip', ids: { AllocationId: 'eipalloc' } },
  { type: 'AWS::EC2::NetworkAcl', id: 'acl', ids: { Id: 'acl' } },
  { type: 'AWS::EC2::NetworkAclEntry', id: 'acle', ids: { Id: 'acle' } },
  { type: 'AWS::EC2::SubnetNetworkAclAssociation', id: 'aclassoc', ids: { AssociationId: 'aclassoc' } },
  { type: 'AWS::EC2::SecurityGroup', id: 'sg', ids: { GroupId: 'sg', Id: 'sg' }, said: ['VpcId'] },
  { type: 'AWS::EC2::SecurityGroupIngress', id: 'sgr', ids: { Id: 'sgr' } },
  { type: 'AWS::EC2::SecurityGroupEgress', id: 'sgr', ids: { Id: 'sgr' } },
  { type: 'AWS::EC2::VPCEndpoint', id: 'vpce', ids: { Id: 'vpce' } },
  { type: 'AWS::EC2::FlowLog', id: 'fl', ids: { Id: 'fl' } },
];

/** Functions run on this machine, and reach whatever it reaches, wherever their VPC would be. */
export function networkInert(): readonly InertType[] {
  return NETWORK.map(({ type, id, ids = {}, said = [] }) => ({
    type,
    inert: 'functions are not in a network of their own',
    made: ({ properties }, name) => {
      // Names end with twelve hexadecimal digits that are theirs alone.
      const number = name.slice(-12).padStart(HEX_LENGTH, '0');
      const own = Object.entries(ids).map(([attribute, prefix]) => [attribute, `${prefix}-${number}`]);
      const told = said.flatMap((attribute) => {
        const value = properties[attribute];
        return typeof value === 'string' ? [[attribute, value]] : [];
      });
      return { ref: `${id}-${number}`, attributes: Object.fromEntries([...own, ...told]) as Record<string, string> };
    },
  }));
}
