import { Module, type DynamicModule } from '@nestjs/common';
import { fileURLToPath } from 'node:url';
import { Pages } from './pages.js';
import { Views } from './views.js';

@Module({})
export class RenderingModule {
  /** `reload`: take up changed views without a restart. */
  static forRoot({ reload }: { readonly reload: boolean }): DynamicModule {
    return {
      module: RenderingModule,
      global: true,
      providers: [
        { provide: Views, useFactory: () => new Views({ views: projectFolder('views'), assets: projectFolder('public'), reload }) },
        Pages,
      ],
      exports: [Pages, Views],
    };
  }
}

/** views/ and public/ stand beside both src/ and dist/, and this file is two folders below the project either way. */
function projectFolder(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url));
}
