import { holds } from './conditions.ts';
import type { Scope } from './intrinsics.ts';
import { TemplateError } from './problems.ts';
import type { Template } from './schema.ts';

/**
 * The one rule that CDK puts into every template: it asserts the version of the bootstrap stack, which there is none of
 * here.
 */
const BOOTSTRAP_RULE = 'CheckBootstrapVersion';

/**
 * "All validations occur before CloudFormation creates or updates any resources" (template reference, "Rule
 * functions").
 * @throws TemplateError with what the first assertion says that does not hold, and for functions that are not supported
 */
export function requireRules(template: Template, scope: Scope): void {
  for (const [name, { Assertions, RuleCondition }] of Object.entries(template.Rules)) {
    const where = `Rules.${name}`;
    if (name === BOOTSTRAP_RULE || (RuleCondition !== undefined && !holds(RuleCondition, scope, where))) continue;
    const failed = Assertions.find(({ Assert }) => !holds(Assert, scope, where));
    if (failed !== undefined) throw new TemplateError(where, failed.AssertDescription ?? 'an assertion does not hold');
  }
}
