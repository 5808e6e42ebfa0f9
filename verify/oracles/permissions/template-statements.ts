import { resolved, type Resources } from './resolved.ts';
import { statementsOf, type Document, type Statement } from './statement.ts';

/** Types whose property is a policy: of a role, what it may do; of all others, who may do what with the resource. */
const POLICIES: Readonly<Record<string, { readonly property: string; readonly ofResource: boolean }>> = {
  'AWS::IAM::Policy': { property: 'PolicyDocument', ofResource: false },
  'AWS::IAM::Role': { property: 'AssumeRolePolicyDocument', ofResource: true },
  'AWS::KMS::Key': { property: 'KeyPolicy', ofResource: true },
  'AWS::SNS::TopicPolicy': { property: 'PolicyDocument', ofResource: true },
  'AWS::SQS::QueuePolicy': { property: 'PolicyDocument', ofResource: true },
  'AWS::VpcLattice::AuthPolicy': { property: 'Policy', ofResource: true },
};

/** Properties that hold a policy too, in types that are not expected to have any. */
const LOOKS_LIKE_A_POLICY = /"Statement":\[\{/;

/**
 * Every statement that a template writes, Lambda's permissions too.
 * @throws Error for a policy in a place that is not known here: it would go unread
 */
export function templateStatements(resources: Resources): Statement[] {
  return Object.entries(resources).flatMap(([id, resource]) => {
    const { Type, Properties = {} } = resource;
    if (Type === 'AWS::Lambda::Permission') return [permission(id, resolved(Properties, resources))];
    const policy = POLICIES[Type];
    const others = Object.entries(Properties).filter(([name]) => name !== policy?.property);
    if (LOOKS_LIKE_A_POLICY.test(JSON.stringify(Object.fromEntries(others))))
      throw new Error(`${id} (${Type}) holds a policy in a property that the oracle does not know`);
    if (policy === undefined) return [];
    const document = resolved(Properties[policy.property], resources) as Document;
    return statementsOf(document, `${id}.${policy.property}`, policy.ofResource);
  });
}

function permission(id: string, properties: unknown): Statement {
  const { Action, FunctionName } = properties as { readonly Action: string; readonly FunctionName: string };
  return { place: id, actions: [Action], resources: [FunctionName], conditions: {}, ofResource: true };
}
