package dev.stele.host.schema.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseConversionTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "person,person,person,Person",
                "rowId,row_id,rowId,RowId",
                "HTTPStatus,http_status,httpStatus,HttpStatus",
                "XMLHttpRequest,xml_http_request,xmlHttpRequest,XmlHttpRequest",
                "with2digits,with_2_digits,with2Digits,With2Digits",
                "f32,f_32,f32,F32",
                "Level1HTTP,level_1_http,level1Http,Level1Http",
                "x_y,x_y,xY,XY",
                "DarkBlue,dark_blue,darkBlue,DarkBlue",
                "a-b c,a_b_c,aBC,ABC",
                "__leading,leading,leading,Leading",
                "trailing_,trailing,trailing,Trailing",
                "double__under,double_under,doubleUnder,DoubleUnder",
                "ID,id,id,Id",
                "userID,user_id,userId,UserId",
                "éÉtat,é_état,éÉtat,ÉÉtat",
                "漢字A,漢字a,漢字a,漢字a",
                "A漢,a漢,a漢,A漢"
            })
    void convertsEachName(String name, String snake, String camel, String pascal) {
        assertThat(CaseConversion.snake(name)).isEqualTo(snake);
        assertThat(CaseConversion.camel(name)).isEqualTo(camel);
        assertThat(CaseConversion.pascal(name)).isEqualTo(pascal);
        assertThat(CaseConversion.snake(snake)).isEqualTo(snake);
    }

    @ParameterizedTest
    @CsvSource({"_", "___", "'- _'"})
    void namesWithoutWordsBecomeEmpty(String name) {
        assertThat(CaseConversion.snake(name)).isEmpty();
        assertThat(CaseConversion.camel(name)).isEmpty();
        assertThat(CaseConversion.pascal(name)).isEmpty();
    }
}
