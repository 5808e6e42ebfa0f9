import { pathText, TemplateError } from './problems.ts';

/** What the names in a template stand for at the moment. */
export interface Scope {
  /** Value of Ref; undefined when nothing has that name. `NO_VALUE` removes the property. */
  ref(name: string): unknown;
  /** Value of Fn::GetAtt; undefined when there is no such resource or attribute. */
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): unknown;
  /** Value of an output that some stack exports under this name; undefined when none does. */
  exported(name: string): unknown;
  /** Value of another stack's output; undefined when there is no such stack or output. */
  outputOf(stackName: string, outputName: string): unknown;
  /** A parameter of SSM; undefined when there is no such one, and where there is no store. */
  readonly stored?: (name: string) => { readonly value: string; readonly version: number } | undefined;
}

/** AWS::NoValue: the property or list element that resolves to it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Path = readonly PropertyKey[];
type Context = { readonly scope: Scope; readonly where: string };
type Intrinsic = (argument: unknown, context: Context, path: Path) => unknown;

/**
 * The value with every intrinsic function replaced by what it stands for.
 * @param where names the place in errors, such as `RollbackTopic (AWS::SNS::Topic)`
 * @throws TemplateError for functions that the local cloud does not have, names nobody knows, and wrong arguments
 */
export function resolve(value: unknown, scope: Scope, where: string): unknown {
  const resolved = resolveAt(value, { scope, where }, []);
  return resolved === NO_VALUE ? undefined : resolved;
}

function resolveAt(value: unknown, context: Context, path: Path): unknown {
  if (Array.isArray(value))
    return value.map((item, i) => resolveAt(item, context, [...path, i])).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const call = entries.find(([key]) => key === 'Ref' || key.startsWith('Fn::'));
  if (call === undefined) {
    const resolved = entries.map(([key, item]) => [key, resolveAt(item, context, [...path, key])] as const);
    return Object.fromEntries(resolved.filter(([, item]) => item !== NO_VALUE));
  }
  const [name, argument] = call;
  if (entries.length > 1)
    throw fail(context, path, `${name} must stand alone, got ${entries.map(([key]) => key).join(', ')}`);
  const intrinsic = INTRINSICS[name];
  if (intrinsic === undefined) throw fail(context, path, `${name} is not supported by the local cloud`);
  return intrinsic(argument, context, [...path, name]);
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, context, path) => {
    const name = text(argument, context, path);
    return known(context.scope.ref(name), context, path, `nothing in the template is named ${name}`);
  },
  'Fn::GetAtt': (argument, context, path) => {
    const [logicalId, ...attribute] =
      typeof argument === 'string' ? argument.split('.') : list(argument, context, path, 2);
    return attributeOf(
      text(logicalId, context, path),
      attribute.map((part) => text(part, context, path)).join('.'),
      context,
      path,
    );
  },
  'Fn::Join': (argument, context, path) => {
    const [separator, items] = list(argument, context, path, 2);
    const parts = list(resolveAt(items, context, path), context, path);
    return parts.map((part) => scalar(part, context, path)).join(text(separator, context, path));
  },
  'Fn::Split': (argument, context, path) => {
    const [separator, source] = list(argument, context, path, 2);
    return scalar(resolveAt(source, context, path), context, path).split(text(separator, context, path));
  },
  'Fn::Select': (argument, context, path) => {
    const [index, items] = list(argument, context, path, 2);
    const choices = list(resolveAt(items, context, path), context, path);
    const at = Number(scalar(resolveAt(index, context, path), context, path));
    return known(choices[at], context, path, `there is no element ${at} among ${choices.length}`);
  },
  // The Region that it names is the only one here.
  'Fn::GetAZs': (argument, context, path) => {
    const asked = scalar(resolveAt(argument, context, path), context, path);
    const region = asked === '' ? String(context.scope.ref('AWS::Region')) : asked;
    return ['a', 'b', 'c'].map((zone) => region + zone);
  },
  'Fn::Sub': (argument, context, path) => {
    const [template, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, context, path, 2);
    const own = resolveAt(variables, context, path) as Record<string, unknown>;
    return text(template, context, path).replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (Object.hasOwn(own, name)) return scalar(own[name], context, path);
      const [head = '', ...attribute] = name.split('.');
      const value =
        attribute.length > 0 ? attributeOf(head, attribute.join('.'), context, path) : context.scope.ref(name);
      return scalar(known(value, context, path, `nothing in the template is named ${name}`), context, path);
    });
  },
  'Fn::If': (argument, context, path) => {
    const [name, yes, no] = list(argument, context, path, 3);
    return resolveAt(context.scope.condition(text(name, context, path)) ? yes : no, context, path);
  },
  'Fn::FindInMap': (argument, context, path) => {
    const [map = '', first = '', second = ''] = list(
      resolveAt(list(argument, context, path, 3), context, path),
      context,
      path,
    ).map((key) => scalar(key, context, path));
    return known(
      context.scope.mapping(map, first, second),
      context,
      path,
      `mapping ${map} has no entry ${first}.${second}`,
    );
  },
  'Fn::ImportValue': (argument, context, path) => {
    const name = scalar(resolveAt(argument, context, path), context, path);
    return known(
      context.scope.exported(name),
      context,
      path,
      `no stack exports ${name}; deploy the one that does first`,
    );
  },
  // How CDK refers to another stack with the feature flag @aws-cdk/core:defaultCrossStackReferences at "weak". There is
  // one Region here.
  'Fn::GetStackOutput': (argument, context, path) => {
    const { StackName, OutputName } = resolveAt(argument, context, path) as Record<string, unknown>;
    const [stack, output] = [scalar(StackName, context, path), scalar(OutputName, context, path)];
    return known(
      context.scope.outputOf(stack, output),
      context,
      path,
      `stack ${stack} has no output ${output}; deploy it first`,
    );
  },
};

function attributeOf(logicalId: string, attribute: string, context: Context, path: Path): unknown {
  return known(
    context.scope.attribute(logicalId, attribute),
    context,
    path,
    `${logicalId} has no attribute ${attribute}`,
  );
}

function fail(context: Context, path: Path, what: string): TemplateError {
  return new TemplateError(path.length === 0 ? context.where : `${context.where} ${pathText(path)}`, what);
}

function known(value: unknown, context: Context, path: Path, otherwise: string): unknown {
  if (value === undefined) throw fail(context, path, otherwise);
  return value;
}

function text(value: unknown, context: Context, path: Path): string {
  if (typeof value !== 'string') throw fail(context, path, `expected a string, got ${JSON.stringify(value)}`);
  return value;
}

function scalar(value: unknown, context: Context, path: Path): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return text(value, context, path);
}

function list(value: unknown, context: Context, path: Path, length?: number): readonly unknown[] {
  if (!Array.isArray(value)) throw fail(context, path, `expected a list, got ${JSON.stringify(value)}`);
  if (length !== undefined && value.length !== length)
    throw fail(context, path, `expected ${length} elements, got ${value.length}`);
  return value;
}
