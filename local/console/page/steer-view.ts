import type { PauseCommand } from '../../../rollout/pause/pause.ts';
import { REASONS } from '../../../rollout/pause/reasons.ts';
import { type Control, shellCommand } from '../model/commands.ts';
import { perform } from './connection.ts';
import { at, atOf, h, setText } from './dom.ts';
import { CONTROLS, type ControlKind, type Field, type Fields, type Steered } from './steer-controls.ts';

/** How long it is said that something went through, in milliseconds of the wall's clock. */
const ANSWER_MS = 5_000;
const GROUPS = [
  { name: 'steer', label: 'The release' },
  { name: 'danger', label: 'Takes users back' },
  { name: 'tool', label: 'Laptop tools' },
] as const;

/**
 * The controls: each opens a panel with what can be chosen, the command that does the same, and the button that does
 * it.
 */
export class SteerView {
  private steered: Steered | undefined;
  private open: ControlKind | undefined;
  private readonly buttons = new Map<ControlKind, HTMLButtonElement>();
  private fields: Fields = {};
  private readonly panel = atOf(HTMLFormElement, '#panel');
  private readonly answer = at('#answer');
  private answeredAt = Infinity;

  constructor() {
    for (const kind of Object.keys(CONTROLS) as ControlKind[]) {
      const button = h(
        'button',
        {
          type: 'button',
          'data-control': kind,
          'aria-expanded': 'false',
          'aria-controls': 'panel',
          disabled: true,
          click: () => this.toggle(kind),
        },
        CONTROLS[kind].title,
      );
      this.buttons.set(kind, button);
    }
    for (const group of GROUPS) {
      const own = [...this.buttons].filter(([kind]) => CONTROLS[kind].group === group.name);
      at('#controls').append(
        h(
          'div',
          { role: 'group', 'data-group': group.name, 'aria-label': group.label },
          ...own.map(([, button]) => button),
        ),
      );
    }
    this.panel.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.panel.addEventListener('input', () => this.showCommand());
    this.panel.addEventListener(
      'keydown',
      ({ key }) => key === 'Escape' && this.open !== undefined && this.close(this.open),
    );
  }

  draw(steered: Steered | undefined): void {
    this.steered = steered;
    const next = steered === undefined ? undefined : suggestion(steered);
    if (performance.now() - this.answeredAt > ANSWER_MS) setText(this.answer, '');
    for (const [kind, button] of this.buttons) {
      const { possible, title, titleNow } = CONTROLS[kind];
      button.disabled = steered === undefined || !possible(steered);
      setText(button, steered === undefined || button.disabled ? title : (titleNow?.(steered) ?? title));
      button.classList.toggle('next', kind === next);
    }
    const { open } = this;
    if (open === undefined || steered === undefined) return;
    this.showCommand();
  }

  private toggle(kind: ControlKind): void {
    if (this.open === kind) return this.close(kind);
    if (this.steered === undefined) return;
    if (this.open !== undefined) this.buttons.get(this.open)?.setAttribute('aria-expanded', 'false');
    this.open = kind;
    this.buttons.get(kind)?.setAttribute('aria-expanded', 'true');
    setText(this.answer, '');
    const { explain, action, fields, group } = CONTROLS[kind];
    const made = fields(this.steered);
    this.fields = Object.fromEntries(made.map(({ name, value }) => [name, value]));
    this.panel.replaceChildren(
      h('p', {}, explain),
      h(
        'div',
        { class: 'fields' },
        ...made.map(fieldOf),
        h('button', { type: 'submit', class: group === 'danger' ? 'go danger' : 'go' }, action),
      ),
      h(
        'div',
        { class: 'command' },
        h('code', { tabindex: 0, 'aria-label': 'Command that does the same' }),
        h('button', { type: 'button', click: () => void this.copy() }, 'Copy'),
      ),
    );
    this.panel.hidden = false;
    this.showCommand();
    (this.panel.querySelector<HTMLElement>('select, input') ?? at('.go', this.panel)).focus();
  }

  private close(kind: ControlKind): void {
    this.open = undefined;
    this.panel.hidden = true;
    const button = this.buttons.get(kind);
    button?.setAttribute('aria-expanded', 'false');
    button?.focus();
  }

  /** As the fields say now. */
  private control(): Control | undefined {
    if (this.open === undefined || this.steered === undefined) return undefined;
    for (const field of this.panel.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[name]'))
      this.fields = { ...this.fields, [field.name]: field.value };
    return CONTROLS[this.open].control(this.steered, this.fields);
  }

  private showCommand(): void {
    const { open, steered } = this;
    if (open === undefined || steered === undefined) return;
    const control = this.control();
    const command = control === undefined ? '' : shellCommand(control, { ...steered.cloud, console: location.origin });
    setText(at('.command code', this.panel), command);
    at('.command', this.panel).hidden = command === '';
    const go = atOf(HTMLButtonElement, 'button[type=submit]', this.panel);
    go.disabled = control === undefined || !CONTROLS[open].possible(steered);
  }

  private async copy(): Promise<void> {
    const text = at('.command code', this.panel).textContent;
    await navigator.clipboard.writeText(text);
    this.say('Copied.');
  }

  private async submit(): Promise<void> {
    const { open } = this;
    const control = this.control();
    if (control === undefined || open === undefined) return;
    const { action, done } = CONTROLS[open];
    this.say(`${action} …`, 'stays');
    this.close(open);
    try {
      await perform(control);
      this.say(done);
    } catch (error) {
      this.say(`${action}: ${error instanceof Error ? error.message : String(error)}`, 'stays');
      this.answer.dataset['failed'] = '';
    }
  }

  /** That something went through is said for a while: what came of it, the page shows. What failed stays. */
  private say(text: string, stays?: 'stays'): void {
    setText(this.answer, text);
    delete this.answer.dataset['failed'];
    this.answeredAt = stays === undefined ? performance.now() : Infinity;
  }
}

/** The control that is the command which ends a pause. */
const ENDS: Readonly<Record<PauseCommand, ControlKind>> = { 'go-on': 'goOn' };

/** What most people do next. */
function suggestion({ parts: { release, executions }, running }: Steered): ControlKind | undefined {
  const pause = release.record?.pause;
  if (running !== undefined) return pause && ENDS[REASONS[pause.why].endedBy];
  const newest = Number(release.versions.at(-1)?.version ?? 0);
  return newest > Math.max(Number(release.aliases['production']), ...executions.map(({ version }) => Number(version)))
    ? 'start'
    : 'publish';
}

function fieldOf({ name, label, value, optional, options, type = 'text', ...limits }: Field): HTMLElement {
  const input =
    options === undefined
      ? h('input', { name, type, value, required: optional !== true, ...limits })
      : h(
          'select',
          { name },
          ...options.map((option) =>
            h('option', { value: option.value, selected: option.value === value }, option.text),
          ),
        );
  return h('label', {}, `${label} `, input);
}
