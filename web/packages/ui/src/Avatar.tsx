import { useState } from 'preact/hooks';

/** A round picture, or the first letter of the name where there is none or it cannot be shown. */
export function Avatar({ name, url, size = 28 }: { name: string; url?: string | undefined; size?: number }) {
  const [broken, setBroken] = useState<string>();
  const style = { width: `${size}px`, height: `${size}px`, fontSize: `${size * 0.45}px` };
  if (url && url !== broken) {
    return <img class="avatar" src={url} alt="" style={style} onError={() => setBroken(url)} />;
  }
  return (
    <span class="avatar" style={style} aria-hidden="true">
      {Array.from(name.trim())[0]?.toUpperCase() ?? '·'}
    </span>
  );
}
