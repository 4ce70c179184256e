import type { ImageName } from '../../base/image-name.ts';
import type { CancellationToken } from '../../base/cancellation.ts';
import type { Result } from '../../base/result.ts';

/** Asks the registries that images are kept in. */
export interface ImageRegistry {
  /**
   * The digest that the tag of an image stands for now, as `sha256:…`: that of the list where there is a variant for
   * each platform. Never fails otherwise than with a problem that names the image.
   */
  readonly digest: (image: ImageName, token: CancellationToken) => Promise<Result<string>>;
}
