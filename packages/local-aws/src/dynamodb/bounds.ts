import { AwsError } from '../core/aws-error.ts';

/** AWS's limit of an expression. */
const LONGEST = 4_096;
/**
 * Levels of parentheses. dynalite tries an open one again and again: five take it a second, eight two minutes, and a
 * hundred end the process. AWS has no such limit.
 */
const DEEPEST = 4;

const CONDITIONS = ['ConditionExpression', 'FilterExpression', 'KeyConditionExpression'] as const;

/**
 * Looks at the conditions of a request before dynalite does. What is no JSON is for dynalite to refuse.
 * @throws AwsError ValidationException for one that is too long or too deep
 */
export function boundConditions(body: Buffer): void {
  const request = parsed(body);
  for (const name of CONDITIONS) {
    const condition = request[name];
    if (typeof condition !== 'string') continue;
    if (condition.length > LONGEST)
      throw invalid(`${name} has ${condition.length} characters, at most ${LONGEST} are taken`);
    if (levelsOf(condition) > DEEPEST)
      throw invalid(`${name} has more than ${DEEPEST} levels of parentheses, which the local DynamoDB cannot read`);
  }
}

function parsed(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function levelsOf(text: string): number {
  let [level, most] = [0, 0];
  for (const character of text) {
    if (character === '(') most = Math.max(most, ++level);
    else if (character === ')') level--;
  }
  return most;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
