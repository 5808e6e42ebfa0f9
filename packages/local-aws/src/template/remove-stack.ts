import { removeResources } from './remove-resources.ts';
import type { StackDeploymentsOptions } from './stack-deployments.ts';
import type { Stack } from './stack.ts';
import type { Stacks } from './stacks.ts';
import { statusChangeEvent } from './status-change-event.ts';

/**
 * Deletes a stack with its resources, those that refer to others first; their policies may keep them. What cannot be
 * removed stays in the stack, which is DELETE_FAILED then.
 */
export async function removeStack(stack: Stack, stacks: Stacks, options: StackDeploymentsOptions): Promise<void> {
  const { StackName } = stack.description;
  const { description, resources } = stacks.describe(stack, { StackStatus: 'DELETE_IN_PROGRESS' });
  const leftovers = [...resources].map(([logicalId, resource]) => {
    return { logicalId, resource, retain: resource.deletionPolicy !== 'Delete' };
  });
  const { removed, retained, failed } = await removeResources(leftovers, (happened) =>
    stacks.events.tell(description, happened),
  );
  const left = new Map([...resources].filter(([id]) => failed.has(id)));
  const reason = [...failed.values()].join('; ');
  const ended = stacks.describe(
    { ...stack, resources: left },
    failed.size > 0
      ? { StackStatus: 'DELETE_FAILED', StackStatusReason: reason }
      : { StackStatus: 'DELETE_COMPLETE', DeletionTime: new Date(options.clock.now()) },
  );
  if (failed.size === 0) stacks.remove(ended);
  options.events.emit(statusChangeEvent(ended.description));
  const kept = retained.length > 0 ? ` (${retained.join(', ')})` : '';
  options.log(
    'cloudformation',
    `${StackName} ${failed.size > 0 ? `not deleted: ${reason}` : 'deleted'}: ${removed.length} removed, ` +
      `${retained.length} retained${kept}`,
  );
}
