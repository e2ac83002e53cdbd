package dev.stele.host.table;

import dev.stele.host.sats.AlgebraicType;

/** Where the columns of a row are: at fixed offsets up to the first column of varying size. */
final class RowShape {

    private final KeyType[] columns;
    private final int[] fixedOffsets;
    private final int widthBytes;
    private final int fixedCount;

    RowShape(AlgebraicType.Product rowType) {
        columns =
                rowType.elements().stream().map(e -> KeyType.of(e.type())).toArray(KeyType[]::new);
        fixedOffsets = new int[columns.length];
        int count = 0;
        int offset = 0;
        boolean isFixed = true;
        for (; count < columns.length; count++) {
            fixedOffsets[count] = offset;
            int width = columns[count].widthBytes();
            if (width < 0 || width > Integer.MAX_VALUE / 2 - offset) {
                isFixed = false;
                count++;
                break;
            }
            offset += width;
        }
        fixedCount = count;
        widthBytes = isFixed ? offset : -1;
    }

    /** Size of every row in bytes, or -1 when they differ. */
    int widthBytes() {
        return widthBytes;
    }

    KeyType column(int column) {
        return columns[column];
    }

    /** Offset of a column in every row, or -1 when it differs. */
    int fixedOffset(int column) {
        return column < fixedCount ? fixedOffsets[column] : -1;
    }

    /** Where {@code column} begins in the row at {@code row[offset]}. */
    int locate(byte[] row, int offset, int column) {
        if (column < fixedCount) {
            return offset + fixedOffsets[column];
        }
        int at = offset + fixedOffsets[fixedCount - 1];
        for (int i = fixedCount - 1; i < column; i++) {
            at = columns[i].skip(row, at);
        }
        return at;
    }
}
