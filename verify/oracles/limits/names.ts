import type { Resource } from '../permissions/resolved.ts';

/** How long names become that CloudFormation makes: the longest that each service takes. */
const LONGEST: Readonly<Record<string, number>> = {
  'AWS::DynamoDB::Table': 255,
  'AWS::Events::Rule': 64,
  'AWS::IAM::Role': 64,
  'AWS::Lambda::Function': 64,
  'AWS::SNS::Topic': 256,
  'AWS::SQS::Queue': 80,
  'AWS::StepFunctions::StateMachine': 80,
};

/** Properties by which a template names a resource itself. */
const GIVEN = ['AlarmName', 'LogGroupName', 'Name'];

/** The longest name that a resource may come to have; its own, where the template gives one. */
export function longestName(id: string, resource: Resource | undefined): string {
  const given = GIVEN.map((property) => resource?.Properties?.[property]).find((name) => typeof name === 'string');
  return given ?? id.padEnd(LONGEST[resource?.Type ?? ''] ?? 0, 'x').slice(0, LONGEST[resource?.Type ?? '']);
}
