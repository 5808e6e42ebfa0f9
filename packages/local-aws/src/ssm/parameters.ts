import { AwsError } from '../core/aws-error.ts';

/** A parameter of the Parameter Store. */
export interface Parameter {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
  readonly version: number;
  readonly lastModified: Date;
}

/** SSM's Parameter Store: names with values. */
export class Parameters {
  private readonly parameters = new Map<string, Parameter>();

  /** Creates a parameter, or gives it another value: its version is one more then. */
  put(written: Omit<Parameter, 'version'>): void {
    const version = (this.parameters.get(written.name)?.version ?? 0) + 1;
    this.parameters.set(written.name, { ...written, version });
  }

  find(name: string): Parameter | undefined {
    return this.parameters.get(name);
  }

  /** @throws AwsError ParameterNotFound */
  get(name: string): Parameter {
    const parameter = this.find(name);
    if (parameter === undefined) throw new AwsError('ParameterNotFound', `there is no parameter ${name}`);
    return parameter;
  }

  remove(name: string): void {
    this.parameters.delete(name);
  }
}
