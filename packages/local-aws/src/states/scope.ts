import type { Bindings } from './outcome.ts';

/** Fields of `$states` besides the context object. */
export interface StateFields {
  readonly input: unknown;
  readonly result?: unknown;
  readonly errorOutput?: unknown;
}

/**
 * What an expression sees: variables, and `$states`. Most look at one path, and find it here; what JSONata is given is
 * made when it is needed, and so is the context object, at which few look.
 */
export class Scope {
  private readonly variables: Bindings;
  private readonly fields: StateFields;
  private readonly makeContext: () => object;
  private made: object | undefined;

  constructor(variables: Bindings, fields: StateFields, makeContext: () => object) {
    this.variables = variables;
    this.fields = fields;
    this.makeContext = makeContext;
  }

  /** Where a path begins: the object in which its second name is looked up. Undefined where there is none. */
  start(variable: string, next: string | undefined): unknown {
    if (variable !== 'states') return Object.hasOwn(this.variables, variable) ? this.variables[variable] : undefined;
    // As a whole it is JSONata's.
    if (next === undefined) return undefined;
    return next === 'context' ? { context: this.context } : this.fields;
  }

  get context(): object {
    return (this.made ??= this.makeContext());
  }

  /** As JSONata reads them. */
  get bindings(): Bindings {
    const context = () => this.context;
    return {
      ...this.variables,
      states: {
        ...this.fields,
        get context() {
          return context();
        },
      },
    };
  }
}
