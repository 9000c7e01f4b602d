import { BlobListMeter } from '../../engine/blob-list-meter.ts'
import type { CopyEngine, CopyReport, CopyRequest } from '../../engine/copy.ts'
import type { LayerReport } from '../../model/images/reports.ts'
import type { BlobPart, ImageTransfer, TransferListener } from '../../model/images/transfer.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import { isConfigType } from '../../oci/media-types.ts'
import type { CallOptions, ContentSource, ContentStore } from '../../oci/store.ts'
import { ContentMove } from '../content-move.ts'

/** One image on its way from one store to another. */
export interface TransferRequest {
  /** What is shown of it. */
  readonly image: string
  readonly tag: string | null
  readonly source: ContentSource
  readonly destination: ContentStore
  readonly manifest: RawManifest
  /** As {@link CopyRequest} has it. */
  readonly origins?: CopyRequest['origins']
}

/** What a transfer brought about. */
export interface TransferReport extends CopyReport {
  readonly layers: readonly LayerReport[]
}

/** Copies an image by digest, no tag touched, and tells who shows it. @throws PromoteError as {@link CopyEngine.copy} */
export async function transferImage(
  engine: CopyEngine,
  { image, tag, source, destination, manifest, origins }: TransferRequest,
  onTransfer: TransferListener,
  options: CallOptions,
): Promise<TransferReport> {
  const move = new TransferMove({ image, tag }, new BlobListMeter())
  const begun = performance.now()
  onTransfer(move)
  try {
    const request = {
      source,
      destination,
      meter: move.meter,
      root: manifest.descriptor,
      manifest,
      ...(origins === undefined ? {} : { origins }),
    }
    const report = await engine.copy(request, options)
    move.end('done', performance.now() - begun)
    return { ...report, layers: move.parts.flatMap(layerOf) }
  } catch (error) {
    move.end('failed', performance.now() - begun)
    throw error
  }
}

class TransferMove extends ContentMove<BlobListMeter> implements ImageTransfer {
  get parts(): readonly BlobPart[] {
    return this.meter.parts
  }
}

function layerOf({ descriptor: { mediaType, digest, size }, state }: BlobPart): readonly LayerReport[] {
  if (isConfigType(mediaType) || state === 'waiting' || state === 'moving') return []
  return [{ digest, size, state }]
}
