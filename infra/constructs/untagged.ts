import { Annotations, type CfnResource, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * Keeps tags off a resource, whoever adds them to the app, the stack or the resource itself: what is not in the
 * template cannot change in it.
 */
export function untagged<R extends CfnResource>(resource: R): R {
  resource.addPropertyDeletionOverride('Tags');
  return resource;
}

const WARNING = 'lattice-canary:stackTags';

/**
 * CloudFormation puts a stack's own tags on every resource that takes any, past the template. `Tags.of(app)` makes such
 * tags, unless the flag `@aws-cdk/core:explicitStackTags` is set.
 */
export function warnOfStackTags(canary: Construct): void {
  canary.node.addValidation({
    validate: () => {
      const stack = Stack.of(canary);
      const tags = Object.keys(stack.tags.tagValues());
      if (tags.length > 0)
        Annotations.of(canary).addWarningV2(
          WARNING,
          `stack ${stack.stackName} itself has tags (${tags.join(', ')}), which CloudFormation puts on listener and ` +
            'target groups too: changing one may write the listener anew, and with it the weights of a rollout that ' +
            'runs. Expected none: set "@aws-cdk/core:explicitStackTags" in the context, or exclude "aws:cdk:stack"; ' +
            'change tags only while no rollout runs',
        );
      return [];
    },
  });
}
