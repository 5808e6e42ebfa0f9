import { type Expression, FUNCTIONS, type FunctionName, MathError, type Operator, PRECEDENCE } from './syntax.ts';

interface Token {
  readonly text: string;
  readonly at: number;
}

const TOKEN = /\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z][A-Za-z0-9_]*|[<>=!]=|&&|\|\||[-+*/<>(),[\]]|\S)/gy;

/**
 * Reads a metric math expression.
 *
 * @throws MathError with the position of what it does not understand
 */
export function parseMath(text: string): Expression {
  const parser = new Parser(text);
  const expression = parser.expression(0);
  parser.end();
  return expression;
}

/** A Pratt parser: an operand, then as many operators as bind tighter than what came before. */
class Parser {
  private readonly tokens: Token[];
  private next = 0;

  constructor(private readonly text: string) {
    this.tokens = [...text.matchAll(TOKEN)].map((match) => {
      const token = match[1] ?? '';
      return { text: token, at: match.index + match[0].length - token.length };
    });
  }

  expression(binding: number): Expression {
    let left = this.operand();
    for (;;) {
      const operator = this.peek()?.text;
      if (!isOperator(operator) || PRECEDENCE[operator] <= binding) return left;
      this.next++;
      left = { kind: 'binary', operator, left, right: this.expression(PRECEDENCE[operator]) };
    }
  }

  end(): void {
    const token = this.peek();
    if (token !== undefined) throw this.unexpected(token, 'an operator or the end');
  }

  private operand(): Expression {
    const token = this.peek();
    if (token === undefined) throw new MathError(`the expression '${this.text}' ends where a value is expected`);
    this.next++;
    if (token.text === '-') return { kind: 'negate', operand: this.expression(PRECEDENCE['*']) };
    if (token.text === '(') {
      const inner = this.expression(0);
      this.expect(')');
      return inner;
    }
    if (token.text === '[') return { kind: 'array', items: this.list(']') };
    if (/^\d/.test(token.text)) return { kind: 'number', value: Number(token.text) };
    if (token.text === 'REPEAT') return { kind: 'repeat' };
    if (/^[a-z]/.test(token.text)) return { kind: 'id', id: token.text };
    if (/^[A-Z]/.test(token.text) && !isOperator(token.text)) return this.call(token);
    throw this.unexpected(token, 'a value');
  }

  private call({ text: name }: Token): Expression {
    if (!isFunction(name))
      throw new MathError(`unknown function ${name} in '${this.text}', known are ${FUNCTIONS.join(', ')}`);
    this.expect('(');
    return { kind: 'call', name, args: this.list(')') };
  }

  private list(close: string): Expression[] {
    const items: Expression[] = [];
    if (this.peek()?.text === close) {
      this.next++;
      return items;
    }
    do items.push(this.expression(0));
    while (this.skip(','));
    this.expect(close);
    return items;
  }

  private peek(): Token | undefined {
    return this.tokens[this.next];
  }

  private skip(text: string): boolean {
    if (this.peek()?.text !== text) return false;
    this.next++;
    return true;
  }

  private expect(text: string): void {
    if (this.skip(text)) return;
    const token = this.peek();
    throw token === undefined
      ? new MathError(`the expression '${this.text}' ends where '${text}' is expected`)
      : this.unexpected(token, `'${text}'`);
  }

  private unexpected(token: Token, expected: string): MathError {
    return new MathError(
      `got '${token.text}' where ${expected} is expected, at character ${token.at + 1} of '${this.text}'`,
    );
  }
}

function isOperator(text: string | undefined): text is Operator {
  return text !== undefined && Object.hasOwn(PRECEDENCE, text);
}

function isFunction(text: string): text is FunctionName {
  return (FUNCTIONS as readonly string[]).includes(text);
}
