import type { RunningApp } from '../../support/start-app.js';

/** Every route below /api but that of the document itself, as the server lists them and OpenAPI writes them: `GET /api/orders/{number}`. */
export function apiRoutesOf({ app }: RunningApp): string[] {
  const tree = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const above: string[] = [];
  return tree
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', path = '', methods = ''] = /^((?:│ {3}| {4})*)[├└]── (\S*)(?: \((.*)\))?$/.exec(line) ?? [];
      above.splice(indent.length / 4, Infinity, path);
      const whole = above.join('').replace(/:(\w+)/g, '{$1}');
      return methods.split(', ').map((method) => `${method} ${whole}`);
    })
    .filter((route) => /^(?!HEAD|OPTIONS)\w+ \/api(\/|$)/.test(route) && route !== 'GET /api/openapi.json')
    .sort();
}
