import type { Cloud } from 'local-aws';

/** How many versions of functions there are. */
export function versionsOf({ functions }: Pick<Cloud, 'functions'>): number {
  return functions.registry.all().reduce((sum, { versions }) => sum + versions.size, 0);
}

/**
 * A sentence for each version whose code cannot be loaded. Providers of custom resources, which nobody calls here, are
 * none of them: what they need of Lambda's runtime need not be there.
 */
export function notLoaded({ functions, deployer }: Pick<Cloud, 'functions' | 'deployer'>): readonly string[] {
  const tokens = deployer
    .allStacks()
    .flatMap(({ resources }) => [...resources.values()])
    .map(({ desired }) => (desired as { readonly ServiceToken?: unknown }).ServiceToken)
    .filter((token) => typeof token === 'string');
  const providers = new Set(tokens.map((arn) => arn.split(':')[6]));
  return functions.notLoaded().filter((line) => ![...providers].some((name) => line.startsWith(`function ${name},`)));
}

/** For an app that does not read the context that was to change its code. */
export function noCandidate(context: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(context).map(([key, value]) => `${key}=${value}`);
  const key = Object.keys(context)[0] ?? 'code';
  return (
    `no candidate was published: with --candidate-context ${pairs.join(' ')} no function has other code or settings ` +
    `than before; the app is to choose its code by this context, such as by app.node.tryGetContext('${key}')`
  );
}

/** One sentence for all that the stacks have and that does nothing here; none where there is nothing of the kind. */
export function inertNotice({ deployer }: Pick<Cloud, 'deployer'>): readonly string[] {
  const types = new Map<string, number>();
  for (const { resources } of deployer.allStacks())
    for (const { provider } of resources.values())
      if (provider.inert !== undefined) types.set(provider.type, (types.get(provider.type) ?? 0) + 1);
  const counted = [...types].map(([type, count]) => (count === 1 ? type : `${type} (${count})`));
  return counted.length === 0 ? [] : [`kept, and does nothing here: ${counted.join(', ')}`];
}
