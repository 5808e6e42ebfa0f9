/** Resources of a template by their logical ids. */
export type Resources = Readonly<Record<string, Resource>>;

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

const HERE = 'eu-west-1:111122223333';
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': '111122223333',
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::StackId': `arn:aws:cloudformation:${HERE}:stack/Stack/11111111-2222-3333-4444-555555555555`,
  'AWS::StackName': 'Stack',
  'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * What a resource answers with its ARN, "Return values" of its type in CloudFormation's reference. `ref` where Ref is
 * the ARN; `arn` for the attribute `Arn` and every other one whose name ends in it.
 */
const ARNS: Readonly<Record<string, { readonly is: 'ref' | 'arn' | 'both'; readonly form: (id: string) => string }>> = {
  'AWS::CloudWatch::Alarm': { is: 'arn', form: (id) => `arn:aws:cloudwatch:${HERE}:alarm:${id}` },
  'AWS::DynamoDB::Table': { is: 'arn', form: (id) => `arn:aws:dynamodb:${HERE}:table/${id}` },
  'AWS::Events::Rule': { is: 'arn', form: (id) => `arn:aws:events:${HERE}:rule/${id}` },
  'AWS::IAM::Role': { is: 'arn', form: (id) => `arn:aws:iam::111122223333:role/${id}` },
  'AWS::KMS::Key': { is: 'arn', form: (id) => `arn:aws:kms:${HERE}:key/${id}` },
  'AWS::Lambda::Function': { is: 'arn', form: (id) => `arn:aws:lambda:${HERE}:function:${id}` },
  'AWS::Logs::LogGroup': { is: 'arn', form: (id) => `arn:aws:logs:${HERE}:log-group:${id}:*` },
  'AWS::SNS::Topic': { is: 'both', form: (id) => `arn:aws:sns:${HERE}:${id}` },
  'AWS::SQS::Queue': { is: 'arn', form: (id) => `arn:aws:sqs:${HERE}:${id}` },
  'AWS::StepFunctions::StateMachine': { is: 'both', form: (id) => `arn:aws:states:${HERE}:stateMachine:${id}` },
  'AWS::VpcLattice::Listener': {
    is: 'both',
    form: (id) => `arn:aws:vpc-lattice:${HERE}:service/svc-of-${id}/listener/${id}`,
  },
  'AWS::VpcLattice::Service': { is: 'both', form: (id) => `arn:aws:vpc-lattice:${HERE}:service/${id}` },
  'AWS::VpcLattice::TargetGroup': { is: 'both', form: (id) => `arn:aws:vpc-lattice:${HERE}:targetgroup/${id}` },
};

/** The name of a resource that CloudFormation has made. */
export type NameOf = (id: string, resource: Resource | undefined) => string;

/**
 * A value of a template with every reference resolved to something of the right form.
 * @param nameOf names of resources; logical ids unless told
 * @throws Error for a function that is not known here
 */
export function resolved(value: unknown, resources: Resources, nameOf: NameOf = (id) => id): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, resources, nameOf));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first !== undefined && entries.length === 1 && (first[0] === 'Ref' || first[0].startsWith('Fn::')))
    return call(first[0], first[1], resources, nameOf);
  return Object.fromEntries(entries.map(([name, each]) => [name, resolved(each, resources, nameOf)]));
}

function call(name: string, argument: unknown, resources: Resources, nameOf: NameOf): unknown {
  const inside = (value: unknown) => resolved(value, resources, nameOf);
  switch (name) {
    case 'Ref':
      return refOf(argument as string, resources, nameOf);
    case 'Fn::GetAtt': {
      const [id, attribute] = argument as [string, string];
      const arn = ARNS[resources[id]?.Type ?? ''];
      const name = nameOf(id, resources[id]);
      return attribute.endsWith('Arn') && arn !== undefined && arn.is !== 'ref' ? arn.form(name) : name;
    }
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map(inside).join(separator);
    }
    case 'Fn::Select': {
      const [index, list] = argument as [number, unknown];
      return (inside(list) as unknown[])[index];
    }
    case 'Fn::Split': {
      const [separator, text] = argument as [string, unknown];
      return String(inside(text)).split(separator);
    }
    case 'Fn::Sub':
      return String(argument).replaceAll(/\$\{([\w:]+)\}/g, (_all, id: string) => refOf(id, resources, nameOf));
    default:
      throw new Error(`${name} is not known here`);
  }
}

function refOf(id: string, resources: Resources, nameOf: NameOf): string {
  const pseudo = PSEUDO[id];
  if (pseudo !== undefined) return pseudo;
  const resource = resources[id];
  const properties = resource?.Properties ?? {};
  // Of an alias and a version, Ref is the ARN with the qualifier.
  if (resource?.Type === 'AWS::Lambda::Alias' || resource?.Type === 'AWS::Lambda::Version') {
    const fn = String(resolved(properties['FunctionName'], resources, nameOf))
      .split(':')
      .at(-1);
    const qualifier = resource.Type === 'AWS::Lambda::Alias' ? String(properties['Name']) : '1';
    return `arn:aws:lambda:${HERE}:function:${fn}:${qualifier}`;
  }
  const arn = ARNS[resource?.Type ?? ''];
  return arn === undefined || arn.is === 'arn' ? nameOf(id, resource) : arn.form(nameOf(id, resource));
}
