import type { InertType } from '../core/inert.ts';

interface NetworkType {
  readonly type: string;
  /** Its properties, between spaces. */
  readonly takes: string;
  /** Begins the id, as in `vpc-0a1b2c3d4e5f60718`. */
  readonly id: string;
  /** Attributes that are ids: of the resource itself, or of what comes with it. */
  readonly ids?: Readonly<Record<string, string>>;
  /** Attributes that are what the property of their name says. */
  readonly said?: readonly string[];
}

const HEX_LENGTH = 17;

/** What `ec2.Vpc` and security groups are made of, with the properties that CloudFormation's schemas have for each. */
const NETWORK: readonly NetworkType[] = [
  {
    type: 'AWS::EC2::VPC',
    takes:
      'CidrBlock EnableDnsHostnames EnableDnsSupport InstanceTenancy Ipv4IpamPoolId Ipv4NetmaskLength ' +
      'Tags VpcEncryptionControl',
    id: 'vpc',
    ids: { VpcId: 'vpc', DefaultSecurityGroup: 'sg', DefaultNetworkAcl: 'acl' },
    said: ['CidrBlock'],
  },
  {
    type: 'AWS::EC2::VPCCidrBlock',
    takes:
      'AmazonProvidedIpv6CidrBlock CidrBlock Ipv4IpamPoolId Ipv4NetmaskLength Ipv6CidrBlock ' +
      'Ipv6CidrBlockNetworkBorderGroup Ipv6IpamPoolId Ipv6NetmaskLength Ipv6Pool VpcId',
    id: 'vpc-cidr-assoc',
    ids: { Id: 'vpc-cidr-assoc' },
  },
  {
    type: 'AWS::EC2::Subnet',
    takes:
      'AssignIpv6AddressOnCreation AvailabilityZone AvailabilityZoneId CidrBlock EnableDns64 ' +
      'EnableLniAtDeviceIndex Ipv4IpamPoolId Ipv4NetmaskLength Ipv6CidrBlock Ipv6IpamPoolId Ipv6Native ' +
      'Ipv6NetmaskLength MapPublicIpOnLaunch OutpostArn PrivateDnsNameOptionsOnLaunch Tags VpcId',
    id: 'subnet',
    ids: { SubnetId: 'subnet', NetworkAclAssociationId: 'aclassoc' },
    said: ['AvailabilityZone', 'CidrBlock', 'VpcId'],
  },
  { type: 'AWS::EC2::RouteTable', takes: 'Tags VpcId', id: 'rtb', ids: { RouteTableId: 'rtb' } },
  {
    type: 'AWS::EC2::Route',
    takes:
      'CarrierGatewayId CoreNetworkArn DestinationCidrBlock DestinationIpv6CidrBlock ' +
      'DestinationPrefixListId EgressOnlyInternetGatewayId GatewayId InstanceId LocalGatewayId ' +
      'NatGatewayId NetworkInterfaceId OdbNetworkArn RouteTableId TransitGatewayId VpcEndpointId ' +
      'VpcPeeringConnectionId',
    id: 'r',
  },
  {
    type: 'AWS::EC2::SubnetRouteTableAssociation',
    takes: 'RouteTableId SubnetId',
    id: 'rtbassoc',
    ids: { Id: 'rtbassoc' },
  },
  { type: 'AWS::EC2::InternetGateway', takes: 'Tags', id: 'igw', ids: { InternetGatewayId: 'igw' } },
  { type: 'AWS::EC2::EgressOnlyInternetGateway', takes: 'Tags VpcId', id: 'eigw', ids: { Id: 'eigw' } },
  { type: 'AWS::EC2::VPCGatewayAttachment', takes: 'InternetGatewayId VpcId VpnGatewayId', id: 'attachment' },
  {
    type: 'AWS::EC2::NatGateway',
    takes:
      'AllocationId AvailabilityMode AvailabilityZoneAddresses ConnectivityType MaxDrainDurationSeconds ' +
      'PrivateIpAddress SecondaryAllocationIds SecondaryPrivateIpAddressCount ' +
      'SecondaryPrivateIpAddresses SubnetId Tags VpcId',
    id: 'nat',
    ids: { NatGatewayId: 'nat', EniId: 'eni' },
  },
  {
    type: 'AWS::EC2::EIP',
    takes: 'Address Domain InstanceId IpamPoolId NetworkBorderGroup PublicIpv4Pool Tags TransferAddress',
    id: 'eip',
    ids: { AllocationId: 'eipalloc' },
  },
  { type: 'AWS::EC2::NetworkAcl', takes: 'Tags VpcId', id: 'acl', ids: { Id: 'acl' } },
  {
    type: 'AWS::EC2::NetworkAclEntry',
    takes: 'CidrBlock Egress Icmp Ipv6CidrBlock NetworkAclId PortRange Protocol RuleAction RuleNumber',
    id: 'acle',
    ids: { Id: 'acle' },
  },
  {
    type: 'AWS::EC2::SubnetNetworkAclAssociation',
    takes: 'NetworkAclId SubnetId',
    id: 'aclassoc',
    ids: { AssociationId: 'aclassoc' },
  },
  {
    type: 'AWS::EC2::SecurityGroup',
    takes: 'GroupDescription GroupName SecurityGroupEgress SecurityGroupIngress Tags VpcId',
    id: 'sg',
    ids: { GroupId: 'sg', Id: 'sg' },
    said: ['VpcId'],
  },
  {
    type: 'AWS::EC2::SecurityGroupIngress',
    takes:
      'CidrIp CidrIpv6 Description FromPort GroupId GroupName IpProtocol SourcePrefixListId ' +
      'SourceSecurityGroupId SourceSecurityGroupName SourceSecurityGroupOwnerId ToPort',
    id: 'sgr',
    ids: { Id: 'sgr' },
  },
  {
    type: 'AWS::EC2::SecurityGroupEgress',
    takes:
      'CidrIp CidrIpv6 Description DestinationPrefixListId DestinationSecurityGroupId FromPort GroupId ' +
      'IpProtocol ToPort',
    id: 'sgr',
    ids: { Id: 'sgr' },
  },
  {
    type: 'AWS::EC2::VPCEndpoint',
    takes:
      'DnsOptions IpAddressType PolicyDocument PrivateDnsEnabled ResourceConfigurationArn RouteTableIds ' +
      'SecurityGroupIds ServiceName ServiceNetworkArn ServiceRegion SubnetIds Tags VpcEndpointType ' +
      'VpcId',
    id: 'vpce',
    ids: { Id: 'vpce' },
  },
  {
    type: 'AWS::EC2::FlowLog',
    takes:
      'DeliverCrossAccountRole DeliverLogsPermissionArn DestinationOptions LogDestination ' +
      'LogDestinationType LogFormat LogGroupName MaxAggregationInterval ResourceId ResourceType ' +
      'TagFieldSpecifications Tags TrafficType',
    id: 'fl',
    ids: { Id: 'fl' },
  },
];

/** Functions run on this machine, and reach whatever it reaches, wherever their VPC would be. */
export function networkInert(): readonly InertType[] {
  return NETWORK.map(({ type, takes, id, ids = {}, said = [] }) => ({
    type,
    properties: takes.split(' '),
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
