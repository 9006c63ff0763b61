const MOST_PX = 1280;
const QUALITY = 0.9;

/** The picture as the browser shows it, upright. */
function decode(url: string): Promise<HTMLImageElement | undefined> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => resolve(undefined);
    image.src = url;
  });
}

function encode(canvas: HTMLCanvasElement): Promise<Blob | null> {
  if (canvas.toBlob) return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  const bytes = atob(canvas.toDataURL('image/jpeg', QUALITY).split(',')[1] as string);
  const array = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) array[at] = bytes.charCodeAt(at);
  return Promise.resolve(new Blob([array], { type: 'image/jpeg' }));
}

/** Under its old name with the new ending; old browsers cannot make a `File`. */
function named(blob: Blob, old: string): File {
  const name = `${old.replace(/\.[^.]*$/, '') || 'image'}.jpg`;
  try {
    return new File([blob], name, { type: blob.type });
  } catch {
    return Object.assign(blob, { name }) as File;
  }
}

/** A JPEG of the picture, upright, within 1280 x 1280 and never enlarged; nothing when it cannot be decoded. */
export async function shrink(file: File): Promise<File | undefined> {
  const url = URL.createObjectURL(file);
  const image = await decode(url);
  const { naturalWidth: width = 0, naturalHeight: height = 0 } = image ?? {};
  const scale = Math.min(1, MOST_PX / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext('2d');
  if (!image || !width || !pen) return undefined;
  pen.fillStyle = '#fff'; // a JPEG has no transparency
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  const blob = await encode(canvas);
  return blob ? named(blob, file.name) : undefined;
}
