/**
 * Properties of which another value makes another resource: `createOnlyProperties`, and the conditional ones, of the
 * public schemas of the resource types (CloudFormation registry, November 2026). All others change in place.
 * `npm run check:cfn-lint` holds the table against the schemas that cfn-lint brings.
 */
export const CREATE_ONLY: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': ['AlarmName'],
  'AWS::CloudWatch::Dashboard': ['DashboardName'],
  'AWS::DynamoDB::Table': ['ImportSourceSpecification', 'KeySchema', 'TableName'],
  'AWS::Events::Rule': ['EventBusName', 'Name'],
  'AWS::IAM::ManagedPolicy': ['Description', 'ManagedPolicyName', 'Path'],
  'AWS::IAM::Policy': [],
  'AWS::IAM::Role': ['Path', 'RoleName'],
  'AWS::Lambda::Alias': ['FunctionName', 'Name'],
  'AWS::Lambda::EventInvokeConfig': ['FunctionName', 'Qualifier'],
  'AWS::Lambda::Function': ['DurableConfig', 'FunctionName', 'PackageType', 'TenancyConfig'],
  'AWS::Lambda::LayerVersion': [
    'CompatibleArchitectures',
    'CompatibleRuntimes',
    'Content',
    'Description',
    'LayerName',
    'LicenseInfo',
  ],
  'AWS::Lambda::Permission': [
    'Action',
    'EventSourceToken',
    'FunctionName',
    'FunctionUrlAuthType',
    'InvokedViaFunctionUrl',
    'Principal',
    'PrincipalOrgID',
    'SourceAccount',
    'SourceArn',
  ],
  'AWS::Lambda::Version': [
    'CodeSha256',
    'Description',
    'FunctionName',
    'ProvisionedConcurrencyConfig',
    'RuntimePolicy',
  ],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::SNS::Subscription': ['Endpoint', 'Protocol', 'Region', 'TopicArn'],
  'AWS::SNS::Topic': ['FifoTopic', 'TopicName'],
  'AWS::SNS::TopicPolicy': [],
  'AWS::SQS::Queue': ['FifoQueue', 'QueueName'],
  'AWS::SQS::QueuePolicy': [],
  'AWS::StepFunctions::StateMachine': ['StateMachineName', 'StateMachineType'],
  'AWS::VpcLattice::AuthPolicy': ['ResourceIdentifier'],
  'AWS::VpcLattice::Listener': ['Name', 'Port', 'Protocol', 'ServiceIdentifier'],
  'AWS::VpcLattice::Rule': ['ListenerIdentifier', 'Name', 'ServiceIdentifier'],
  'AWS::VpcLattice::Service': ['CustomDomainName', 'Name'],
  'AWS::VpcLattice::ServiceNetwork': ['Name'],
  'AWS::VpcLattice::ServiceNetworkServiceAssociation': ['ServiceIdentifier', 'ServiceNetworkIdentifier'],
  'AWS::VpcLattice::ServiceNetworkVpcAssociation': [
    'DnsOptions',
    'PrivateDnsEnabled',
    'ServiceNetworkIdentifier',
    'VpcIdentifier',
  ],
  // Of `Config` all that the sample sets; health checks, which could change, are refused for functions.
  'AWS::VpcLattice::TargetGroup': ['Config', 'Name', 'Type'],
};
