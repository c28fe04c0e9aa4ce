import { Global, Module } from '@nestjs/common';
import { fileURLToPath } from 'node:url';
import { Settings } from '../config/settings.js';
import { PageViews } from './page-contexts.js';
import { Views } from './views.js';

/** views/ and public/ stand beside both src/ and dist/, and this file is two folders below the project either way. */
const projectFolder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

@Global()
@Module({
  providers: [
    {
      provide: Views,
      inject: [Settings],
      // Changed views are taken up without a restart while somebody works on them.
      useFactory: ({ environment }: Settings) =>
        new Views({ views: projectFolder('views'), assets: projectFolder('public'), reload: environment !== 'production' }),
    },
    { provide: PageViews, useExisting: Views },
  ],
  exports: [Views, PageViews],
})
export class RenderingModule {}
