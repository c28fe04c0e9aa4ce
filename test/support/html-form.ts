import { decodeEntities, readAttributes, textOf } from './html.js';

/** A form as a browser without scripts sees it. */
export interface Form {
  readonly id: string | undefined;
  /** As written in the page; empty: the page's own address. */
  readonly action: string;
  readonly method: 'GET' | 'POST';
  /** What is sent when the person changes nothing, without buttons. */
  readonly fields: Readonly<Record<string, string>>;
  readonly buttons: readonly FormButton[];
}

export interface FormButton {
  readonly text: string;
  /** With `value`, what pressing it adds to the fields. */
  readonly name: string | undefined;
  readonly value: string;
}

/** Reads the forms of a page. Good for pages that close what they open; where two fields share a name, the last one counts. */
export function readForms(html: string): Form[] {
  const live = html.replace(/<!--[\s\S]*?-->/g, '');
  return [...live.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head = '', body = '']) => {
    const form = readAttributes(head);
    return {
      id: form.get('id'),
      action: form.get('action') ?? '',
      method: form.get('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
      fields: Object.fromEntries([...inputs(body), ...textareas(body), ...selects(body)]),
      buttons: buttons(body),
    };
  });
}

function inputs(body: string): [string, string][] {
  return [...body.matchAll(/<input\b([^>]*)>/gi)].flatMap(([, source = '']): [string, string][] => {
    const input = readAttributes(source);
    const name = input.get('name');
    const type = input.get('type')?.toLowerCase() ?? 'text';
    const isTicked = input.has('checked');
    const isButton = ['submit', 'button', 'image', 'reset'].includes(type);
    const isUnticked = ['checkbox', 'radio'].includes(type) && !isTicked;
    if (name === undefined || isButton || isUnticked || input.has('disabled')) return [];
    return [[name, input.get('value') ?? (isTicked ? 'on' : '')]];
  });
}

function textareas(body: string): [string, string][] {
  const found = [...body.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/gi)];
  return found.map(([, head = '', content = '']) => [readAttributes(head).get('name') ?? '', decodeEntities(content)]);
}

function selects(body: string): [string, string][] {
  return [...body.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/gi)].flatMap(([, head = '', list = '']): [string, string][] => {
    const options = [...list.matchAll(/<option\b([^>]*)>([^<]*)/gi)].map(([, source = '', text = '']) => ({
      option: readAttributes(source),
      text,
    }));
    const chosen = options.find(({ option }) => option.has('selected')) ?? options[0];
    const name = readAttributes(head).get('name');
    return name === undefined || chosen === undefined ? [] : [[name, chosen.option.get('value') ?? textOf(chosen.text)]];
  });
}

function buttons(body: string): FormButton[] {
  const found = [...body.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/gi)].map(([, source = '', content = '']) => ({
    button: readAttributes(source),
    content,
  }));
  return found
    .filter(({ button }) => (button.get('type') ?? 'submit').toLowerCase() === 'submit')
    .map(({ button, content }) => ({ text: textOf(content), name: button.get('name'), value: button.get('value') ?? '' }));
}
